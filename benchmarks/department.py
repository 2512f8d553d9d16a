"""One department of an invented harbour office: the folders, reports and people that repeat in a catalog.

The mix follows real catalogs of commercial and community servers: half the entries are descriptors, a
third data files, the rest directories; most descriptors are file resources, then reports and folders.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from descriptors import XSI, Element, date, document, header, leaves, link, local, permission, resource, typed

REPORTS = 8
IMAGES = 10
LINKS = 10
EVENTS = 2
PER_REGION = 10


class Data(NamedTuple):
    """A data file that is still to be filled: what it holds, and its share of all bytes."""

    kind: str
    share: int


Item: TypeAlias = "tuple[str, bytes | Data]"
"""An entry: its logical path, and its content; directories end in `/` and hold nothing."""

JRXML, STATE = Data("jrxml", 60), Data("state", 20)
FILES = (Data("image", 24), Data("css", 16), Data("properties", 4), Data("image", 6))
FILE_TYPES = {"image": "img", "css": "css", "properties": "prop"}


class Department:
    """A department, told apart by its number."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.region = f"region_{number // PER_REGION}"
        # Now and then a name that has to be escaped.
        self.name = f"Büro {number}-a" if number % 8 == 7 else f"office_{number}"
        self.uri = f"/public/{self.region}/{self.name}"
        self.user = f"clerk_{number}"
        self.role = f"ROLE_REGION_{number // PER_REGION}"
        self.scheduled = f"{self.uri}/reports/report_0"

    def resources(self) -> Iterator[Item]:
        """Its entries below `resources`, in the order a server writes them."""
        yield f"resources{self.uri}/", b""
        yield from self._images()
        yield from self._reports()
        for name, element in self._parts():
            yield _descriptor(self.uri, name, element)
        yield from self._view()
        parts = [name for name, _ in self._parts()]
        yield _folder(self.uri, ["images", "reports"], [*parts, "view"], self.number, self.role)

    def user_item(self) -> Item:
        """Its only user."""
        fields = leaves(
            username=self.user,
            fullName=f"Clerk Number {self.number}",
            password="ENC<5B55D071C84C69888B9C17D01CE693ED>",
            email=f"{self.user}@example.invalid",
            externallyDefined="false",
            enabled="true",
        )
        fields += [*leaves(role="ROLE_USER"), *leaves(role=self.role)]
        return f"users/{self.user}.xml", document(Element("user", fields))

    def job_items(self) -> list[Item]:
        """A job on its first report, and the list of jobs beside it."""
        folder, job_id = f"reportJobs{self.scheduled}", str(5000 + self.number)
        ids = document(Element("reportUnitJobs", leaves(jobId=job_id)))
        job = document(_job(self, job_id))
        return [(f"{folder}/", b""), (f"{folder}/{job_id}.xml", job), (f"{folder}/index.xml", ids)]

    def _images(self) -> Iterator[Item]:
        folder = f"{self.uri}/images"
        yield f"resources{folder}/", b""
        names = []
        for index in range(IMAGES):
            data = FILES[index % len(FILES)]
            name = f"{data.kind}_{index}.{FILE_TYPES[data.kind]}"
            names.append(name)
            yield f"resources{folder}/{name}.data", data
            fields = header(folder, name, self.number + index, f"Picture {index}")
            fields += leaves(fileType=FILE_TYPES[data.kind])
            yield _descriptor(folder, name, resource("fileResource", fields, f"{name}.data"))
        for index in range(LINKS):
            name = f"link_{index}.img"
            names.append(name)
            fields = header(folder, name, self.number * 3 + index, f"Shared picture {index}")
            fields += leaves(fileType="img", referenceUri=f"{folder}/image_{index // 4 * 4}.img")
            yield _descriptor(folder, name, resource("fileResource", fields))
        yield _folder(folder, [], names, self.number, self.role)

    def _reports(self) -> Iterator[Item]:
        folder = f"{self.uri}/reports"
        yield f"resources{folder}/", b""
        names = []
        for index in range(REPORTS):
            name = f"report_{index}"
            names.append(name)
            files = f"resources{folder}/{name}_files"
            yield f"{files}/", b""
            yield f"{files}/main_jrxml.data", JRXML
            yield f"{files}/labels.properties.data", FILES[2]
            yield _descriptor(folder, name, self._report(folder, name, index))
        yield _folder(folder, [], names, self.number, self.role)

    def _report(self, folder: str, name: str, index: int) -> Element:
        number, files = self.number * REPORTS + index, f"{folder}/{name}_files"
        main = [*header(files, "main_jrxml", number, "Main report"), *leaves(fileType="jrxml")]
        labels = [*header(files, "labels.properties", number, "Labels"), *leaves(fileType="prop")]
        controls = [link("inputControl", f"{self.uri}/control_{i}") for i in range(2)]
        if index % 3 == 0:
            controls.append(Element("inputControl", self._local_control(files, number)))
        fields = [
            *header(folder, name, number, f"Ships and berths {index}"),
            permission(30, self.role),
            Element("mainReport", local("fileResource", main, "main_jrxml.data")),
            link("dataSource", f"{self.uri}/database"),
            *controls,
            Element("resource", local("fileResource", labels, "labels.properties.data")),
            *leaves(alwaysPromptControls="true", controlsLayout="1"),
        ]
        return resource("reportUnit", fields)

    def _local_control(self, files: str, number: int) -> list[Element]:
        fields = header(files, "berth", number, "Berth")
        fields += leaves(type="4", mandatory="false", readOnly="false", visible="true")
        inner = header(f"{files}/berth_files", "berth_query", number, "Berths")
        inner += leaves(language="sql", queryString="select id, name from berths where depth > 4")
        fields.append(Element("query", local("query", [*inner, link("dataSource", f"{self.uri}/database")])))
        fields += leaves(queryVisibleColumn="name", queryValueColumn="id")
        return local("inputControl", fields)

    def _view(self) -> Iterator[Item]:
        files, number = f"{self.uri}/view_files", self.number
        yield f"resources{files}/", b""
        parts = []
        for name, file_type, data in (("topicJRXML", "jrxml", JRXML), ("stateXML", "xml", STATE)):
            yield f"resources{files}/{name}.data", data
            fields = [*header(files, name, number, name), *leaves(fileType=file_type)]
            parts.append(Element("resource", local("fileResource", fields, f"{name}.data")))
        source = link("dataSource", f"{self.uri}/database")
        fields = [*header(self.uri, "view", number, "Ships by month"), source, *parts]
        yield _descriptor(self.uri, "view", resource("adhocDataView", fields))

    def _parts(self) -> Iterator[tuple[str, Element]]:
        uri, number = self.uri, self.number
        yield "database", resource("jdbcDataSource", [
            *header(uri, "database", number, "Port database"),
            *leaves(
                driver="org.postgresql.Driver",
                connectionUrl=f"jdbc:postgresql://db{number}.example.invalid:5432/port",
                connectionUser="port",
                connectionPassword="ENC<441EF90FB19BE5C3E4B322E91A8E89B5>",
                timezone="",
            ),
        ])  # fmt: skip
        yield "ships", resource("query", [
            *header(uri, "ships", number, "Ships"),
            *leaves(language="sql", queryString="select id, name from ships where year = $P{year}"),
            link("dataSource", f"{uri}/database"),
        ])  # fmt: skip
        yield "year", resource("dataType", [
            *header(uri, "year", number, "Year"), *leaves(type="2"), typed("minValue", "1990"),
            *leaves(strictMin="false", strictMax="false"),
        ])  # fmt: skip
        items = [
            Element("item", [*leaves(itemLabel=f"Berth {i}"), typed("itemValue", str(i))]) for i in range(6)
        ]
        yield "berths", resource("listOfValues", [*header(uri, "berths", number, "Berths"), *items])
        flags = leaves(mandatory="true", readOnly="false", visible="true")
        yield "control_0", resource("inputControl", [
            *header(uri, "control_0", number, "Ship"), *leaves(type="4"), *flags,
            link("query", f"{uri}/ships"), *leaves(queryVisibleColumn="name", queryValueColumn="id"),
        ])  # fmt: skip
        yield "control_1", resource("inputControl", [
            *header(uri, "control_1", number, "Year"), *leaves(type="2"), *flags,
            link("dataType", f"{uri}/year"),
        ])  # fmt: skip


def folder_item(uri: str, folders: list[str], number: int) -> Item:
    """The descriptor of a folder that holds only folders."""
    return _folder(uri, folders, [], number, "ROLE_USER")


def event_item(number: int, uri: str) -> Item:
    """An access event."""
    fields = leaves(
        userName="clerk_0", tenantId="", eventDate=date(number), updating="false", resourceUri=f"repo:{uri}"
    )
    return f"accessEvents/{number}.xml", document(Element("accessEvent", fields))


def role_item(name: str) -> Item:
    """A role."""
    return f"roles/{name}.xml", document(Element("role", leaves(name=name, externallyDefined="false")))


def _descriptor(folder: str, name: str, element: Element) -> Item:
    return f"resources{folder}/{name}.xml", document(element)


def _folder(uri: str, folders: list[str], resources: list[str], number: int, role: str) -> Item:
    parent, _, name = uri.rpartition("/")
    place = leaves(parent=parent or "/", name=name) if uri != "/" else leaves(name="/")
    fields = [
        *place,
        *leaves(label=name or "root", creationDate=date(number), updateDate=date(number + 1)),
        *(Element("folder", child) for child in folders),
        *(Element("resource", child) for child in resources),
        permission(32, role),
        *([permission(1, "ROLE_ADMINISTRATOR")] if uri == "/" else []),
    ]
    path = f"resources{uri.rstrip('/')}/.folder.xml"
    return path, document(Element("folder", fields, 'exportedWithPermissions="true"'))


def _job(department: Department, job_id: str) -> Element:
    trigger = leaves(
        triggerId=f"1{job_id}", version="0", timezone="UTC", startType="2",
        startDate="2090-01-01T06:00:00.000Z", misfireInstruction="0", minutes="15", hours="5",
        daysType="2", weekDays="2,4", months="1,2,3,4,5,6,7,8,9,10,11,12",
    )  # fmt: skip
    parameter = Element(
        "parameter", [typed("key", "ship"), typed("value", "Albatros"), *leaves(valueType="single")]
    )
    destination = leaves(
        id=f"2{job_id}", version="0", folderURI=department.uri, sequentialFilenames="false",
        overwriteFiles="true", saveToRepository="true", usingDefaultReportOutputFolderURI="false",
    )  # fmt: skip
    mail = leaves(
        id=f"3{job_id}", version="0", toAddress="crew@example.invalid", subject="Berths",
        messageText="see file", resultSendType="1", skipEmptyReports="false",
    )  # fmt: skip
    fields = [
        *leaves(jobId=job_id, version="0", username=department.user, label="Morning list"),
        Element("trigger", trigger, f'{XSI} xsi:type="reportJobCalendarTrigger"'),
        Element("source", [*leaves(reportUnitURI=department.scheduled), parameter]),
        *leaves(baseOutputFilename="Morning_list", outputFormat="1"),
        Element("contentRepositoryDestination", destination),
        Element("mailNotification", mail),
        typed("creationDate", "2024-04-01 07:00:00.0"),
        *leaves(paused="false"),
    ]
    return Element("reportJob", fields)
