from dagster import asset


class Bronze:
    @asset(group_name="bronze")
    def customers(): ...

    @asset
    def payments(): ...


customers = Bronze.customers
payments = Bronze().payments
