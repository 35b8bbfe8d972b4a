"""Where a driver runs: with the learner's objects, wherever those are."""


def drive(driver, *objects, **parameters):
    """What driver(*objects, **parameters) counts, as JSON data.

    driver      a function of a decodelab module; it and its plain parameters are trusted
    objects     the learner's: functions and classes of this process, or proxies of the grader's,
                in which case the driver runs in the learner's process and only its counts come back
    """
    for given in objects:
        session = getattr(type(given), "remote_session", None)
        if session is not None:
            return session(given).drive(driver, objects, parameters)
    return driver(*objects, **parameters)
