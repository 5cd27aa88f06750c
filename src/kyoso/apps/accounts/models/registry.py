"""Japan's registries as far as they are imported, and what organisations answered to them (H5)."""

from django.db import models

from kyoso.apps.accounts.enums import RegisterProcess
from kyoso.apps.accounts.models.organisation import Organisation
from kyoso.apps.accounts.registries.prefectures import prefecture_name


class IndustryClass(models.Model):
    """A group (three digits) or class (four) of JSIC; one that a newer list leaves out stays for those who named it."""

    code = models.CharField(max_length=4, primary_key=True)
    ja = models.CharField(max_length=120)
    en = models.CharField(max_length=200, blank=True)
    search_text = models.TextField(blank=True, help_text="Folded names and examples")
    is_current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.code} {self.ja}"


class Municipality(models.Model):
    """A city, ward, town or village with its code of JIS X 0402."""

    code = models.CharField(max_length=5, primary_key=True)
    prefecture = models.CharField(max_length=2)
    name = models.CharField(max_length=40)
    kana = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=40, help_text="What the usual spellings share")

    class Meta:
        indexes = [models.Index(fields=["prefecture", "key"], name="municipality_key")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RegisterEntry(models.Model):
    """What the register of corporate numbers says now about a number."""

    number = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=200)
    kana = models.CharField(max_length=500, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    prefecture = models.CharField(max_length=2, blank=True)
    city_code = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=7, blank=True)
    closed_on = models.DateField(null=True)
    close_cause = models.CharField(max_length=2, blank=True)
    successor = models.CharField(max_length=13, blank=True)
    is_hidden = models.BooleanField(default=False, help_text="Asked the tax agency to be left out of searches")
    updated_on = models.DateField()

    def __str__(self) -> str:
        return f"register:{self.number}"

    @property
    def place(self) -> str:
        """The address on one line, in Japanese as the register has it."""
        return f"{prefecture_name(self.prefecture)}{self.city}{self.street}"


class RegisterChange(models.Model):
    """A change that the register published about an organisation that is here."""

    number = models.CharField(max_length=13)
    process = models.CharField(max_length=2, choices=RegisterProcess)
    changed_on = models.DateField(null=True)
    updated_on = models.DateField()
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "updated_on", "process", "name", "place"], name="a_change_once")
        ]

    def __str__(self) -> str:
        return f"register change:{self.number}"


class KeptValue(models.Model):
    """An organisation keeps what it wrote although the register says this; a later, other value is proposed again."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="kept_values")
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "field", "value"], name="kept_once")]

    def __str__(self) -> str:
        return f"kept:{self.field}"
