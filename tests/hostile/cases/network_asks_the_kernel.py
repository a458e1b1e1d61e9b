# studykit: optimizers/sgd_update
"""Opens sockets that talk with the kernel itself or with bare packets.

Expect: not passed
"""

import socket


def sgd_update(params, lr):
    for family, kind in ((socket.AF_NETLINK, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_RAW), (38, socket.SOCK_SEQPACKET)):
        try:
            socket.socket(family, kind)
            print("leaked", family)
        except OSError:
            pass
