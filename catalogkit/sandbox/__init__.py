"""A stand-in for JasperReports Server: a repository made from catalogs, behind its REST services."""
