"""An echo server by gevent. Its first line of output is its port."""
import socket

from gevent.server import StreamServer


def echo(connection, _):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while data := connection.recv(1024):
        connection.sendall(data)


server = StreamServer(("127.0.0.1", 0), echo, backlog=4000)
server.start()
print(server.server_port, flush=True)
server.serve_forever()
