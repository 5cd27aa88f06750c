"""Every option of an installation, in one typed table: default < kyoso.toml < environment (KYOSO_…)."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Options(BaseSettings):
    """What may differ between installations; the description of each is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix="KYOSO_", toml_file="kyoso.toml", extra="forbid", env_ignore_empty=True
    )

    var: Path = Field(Path("var"), description="Folder for the database, files, index and word vectors.")
    debug: bool = Field(False, description="Show error details and the style guide. Never in production.")
    secret_key: str = Field("", description="Signs sessions and links. Empty: one is made and kept in var/.")
    hosts: list[str] = Field(["127.0.0.1", "localhost", "[::1]"], description="Names under which the site is reached.")
    base_url: str = Field("http://127.0.0.1:8000", description="Address put into mails and sheets.")
    https: bool = Field(False, description="Send cookies over HTTPS only, and ask browsers to stay on HTTPS.")
    database_url: str = Field("", description="postgresql://user:password@host/name. Empty: SQLite in var/.")
    registration: Literal["open", "invitation"] = Field("open", description="Who may sign up.")
    mail_url: str = Field("", description="smtp://user:password@host:port. Empty: mails are written to var/mail/.")
    mail_from: str = Field("Kyoso <kyoso@localhost>", description="Sender of the mails.")
    invitation_days: int = Field(14, ge=1, le=90, description="Days until an invitation expires.")
    inquiry_days: int = Field(365, ge=30, le=3650, description="Days until an inquiry to a firm's window is deleted.")
    file_mb: int = Field(20, ge=1, le=500, description="Largest photo or document, in megabytes.")
    files_per_organisation: int = Field(200, ge=1, description="Files that an organisation may keep.")
    files_mb_per_organisation: int = Field(500, ge=1, description="Megabytes of files that an organisation may keep.")
    scan_command: str = Field(
        "", description="Gets the path of each file sent; refuses it by ending with another code than 0."
    )
    language: Literal["ja", "en"] = Field("ja", description="Language of a visitor whose browser does not say.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file; read no .env and no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_options() -> Options:
    """Read the options; pydantic names each option at fault."""
    return Options()
