"""Data sources of every type, and what they are made of."""

from __future__ import annotations

from catalogkit.testing import (
    Part,
    ResourcePart,
    custom,
    file,
    jdbc,
    jndi,
    keyed_secret,
    permission,
    resource,
    virtual,
)

_MONGO = "com.jaspersoft.mongodb.jasperserver.MongoDbDataSourceService"
_CSV = "com.jaspersoft.jasperserver.api.engine.jasperreports.service.impl.CustomDataSourceService"
_HOST, _PASSWORD = "packing-db.hazelford.example", "apple-crate"


def packing_db(base: str, host: str = _HOST, password: str = _PASSWORD) -> ResourcePart:
    """The database of the packing houses, which most reports read."""
    return jdbc(
        f"{base}/Data_Sources/Packing_DB",
        url=f"jdbc:postgresql://{host}:5432/packing",
        user="reports",
        password=keyed_secret(password),
        timezone="Europe/Berlin",
        label="Packing database",
        description="Deliveries, grades and prices of all packing houses",
    )


def attribute_db(base: str) -> ResourcePart:
    """A data source whose host comes from an attribute (`catalog-format.md` §14.7)."""
    return jdbc(
        f"{base}/Data_Sources/Cold-Store_DB",
        url="jdbc:postgresql://{attribute('dbHost','Tenant')}:5432/cold_store",
        user="reports",
        password=keyed_secret("cold-store"),
        label="Cold store",
    )


def weather(base: str) -> ResourcePart:
    """The weather station, through the application server."""
    return jndi(f"{base}/Data_Sources/Weather_JNDI", "jdbc/weather", timezone="", label="Weather station")


def auction(base: str) -> ResourcePart:
    """The fruit auction, on Amazon."""
    return resource(
        "awsDataSource",
        f"{base}/Data_Sources/Auction_AWS",
        label="Fruit auction",
        driver="org.postgresql.Driver",
        connectionUrl="jdbc:postgresql://auction.example:5432/lots",
        connectionUser="reader",
        connectionPassword=keyed_secret("auction"),
        accessKey=keyed_secret("access key"),
        secretKey=keyed_secret("secret key of forty characters, as usual"),
        roleARN="",
        region="eu-central-1.amazonaws.example",
        dbName="lots",
        dbInstanceIdentifier="auction",
        dbService="RDS",
    )


def ledger(base: str) -> list[Part]:
    """The ledger, on Azure, with its key store."""
    store = f"{base}/Keys/ledger-store.jks"
    return [
        file(store, b"invented key store", "secureFile", label="Key store of the ledger"),
        resource(
            "azureSqlDataSource",
            f"{base}/Data_Sources/Ledger_Azure",
            label="Ledger",
            permissions=[permission(0, role="ROLE_USER"), permission(1, role="ROLE_ADMINISTRATOR")],
            driver="com.microsoft.sqlserver.jdbc.SQLServerDriver",
            connectionUrl="jdbc:sqlserver://ledger.example:1433",
            connectionUser="reader",
            connectionPassword=keyed_secret("ledger"),
            subscriptionId=keyed_secret("00000000-0000-4000-8000-000000000000"),
            keyStoreResource=store,
            keyStorePassword=keyed_secret("store"),
            keyStoreType="JKS",
            serverName="ledger",
            dbName="accounts",
        ),
    ]


def price_list(base: str) -> ResourcePart:
    """The price list, a file in the repository."""
    prices = f"{base}/Files/prices.csv"
    return custom(
        f"{base}/Data_Sources/Price_List",
        _CSV,
        entries={"dataFile": prices},
        properties={
            "_cds_name": "csvDataSource",
            "fileName": f"repo:{prices}",
            "useFirstRowAsHeader": "true",
            "fieldDelimiter": ";",
        },
        label="Price list",
    )


def sensors(base: str) -> ResourcePart:
    """The sensors in the orchards, in MongoDB."""
    return custom(
        f"{base}/Data_Sources/Sensors_Mongo",
        _MONGO,
        properties={
            "_cds_name": "mongoDBDataSource",
            "mongoURI": "mongodb://sensors.hazelford.example:27017/orchards",
            "username": "reader",
            "password": keyed_secret("sensors"),
        },
        label="Orchard sensors",
    )


def combined(base: str) -> ResourcePart:
    """Packing houses and weather as one."""
    return virtual(
        f"{base}/Data_Sources/Packing_and_Weather",
        {"packing": f"{base}/Data_Sources/Packing_DB", "weather": f"{base}/Data_Sources/Weather_JNDI"},
        timezone="Europe/Berlin",
        label="Packing and weather",
    )


def harvest_bean(base: str) -> ResourcePart:
    """The harvest forecast, from a bean of the server."""
    return resource(
        "beanDataSource",
        f"{base}/Data_Sources/Forecast_Bean",
        label="Harvest forecast",
        beanName="harvestForecast",
        beanMethod="dataSource",
    )


def sources(base: str) -> list[Part]:
    """All data sources."""
    return [
        packing_db(base),
        attribute_db(base),
        weather(base),
        auction(base),
        *ledger(base),
        price_list(base),
        sensors(base),
        combined(base),
        harvest_bean(base),
    ]
