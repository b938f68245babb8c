"""People with accounts, and browsers in which they are signed in."""

from readiness.storage.accounts import account_of, add_account
from readiness.storage.database import immediate, open_database
from readiness.storage.grants import set_grant
from readiness.storage.people import LOCAL_PERSON, add_person, person_by_id
from readiness.usecases.hashing import hash_password
from readiness.usecases.sessions import begin
from readiness.web import current
from readiness.web.signed_in import limits

PASSWORD = "turnip lantern 42 gravel"
HASHED = hash_password(PASSWORD)


def enrol(db, name, email, *grants, at):
    """Add a person with an account, PASSWORD and some roles, and return them."""
    with immediate(db):
        person = add_person(db, name, at=at)
        add_account(db, person.id, email, HASHED, at=at)
        for grant in grants:
            set_grant(db, person.id, grant, True, by=person_by_id(db, LOCAL_PERSON), at=at)
    return person_by_id(db, person.id)


def signed_in(app, person):
    """Return a client in which a person is signed in; they get an account if they have none."""
    client = app.test_client()
    with app.app_context():
        settings, at = current.settings(), current.now()
        db = open_database(settings.database)
        with immediate(db):
            if account_of(db, person.id) is None:
                add_account(db, person.id, f"person{person.id}@example.org", HASHED, at=at)
            found = begin(db, person.id, "Firefox on Linux", limits(), at=at)
        db.close()
    name = "__Host-readiness-session" if settings.secure else "readiness-session"
    client.set_cookie(name, found.token, secure=settings.secure)
    return client
