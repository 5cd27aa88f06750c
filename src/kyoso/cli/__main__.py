from kyoso.cli.main import main

main(prog_name="kyoso")
