"""An application served over loopback while a test looks at it."""

import threading
from contextlib import contextmanager

from waitress.server import create_server


@contextmanager
def served(app):
    """Serve an application and give its address; whatever it is answering is answered first."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=10)
        server.close()
        thread.join(timeout=10)
