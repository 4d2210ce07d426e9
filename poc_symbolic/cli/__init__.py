"""The command line ``poc-symbolic``: one module for each verb, loaded when the verb is used."""
