"""gevent; its Channel has no buffer."""

import gevent
import gevent.event
import gevent.queue
import probe

live = -1


def spawn(count):
    total = [0]

    def body(number):
        total[0] += number

    gevent.joinall([gevent.spawn(body, i) for i in range(count)], raise_error=True)
    return total[0]


def suspended(count):
    global live
    before = probe.live_bytes()
    total = [0]
    arrived = [0]
    gate = gevent.event.Event()

    def body(number):
        arrived[0] += 1
        gate.wait()
        total[0] += number

    greenlets = [gevent.spawn(body, i) for i in range(count)]
    while arrived[0] < count:
        gevent.sleep(0)
    live = probe.live_bytes() - before
    gate.set()
    gevent.joinall(greenlets, raise_error=True)
    return total[0]


def sleepers(count):
    total = [0]

    def body(number):
        gevent.sleep(1)
        total[0] += number

    gevent.joinall([gevent.spawn(body, i) for i in range(count)], raise_error=True)
    return total[0]


def channel(count):
    values = gevent.queue.Channel()

    def send():
        for i in range(1, count + 1):
            values.put(i)

    sender = gevent.spawn(send)
    total = sum(values.get() for _ in range(count))
    sender.join()
    return total


def ring(count):
    size = probe.RING_SIZE
    channels = [gevent.queue.Channel() for _ in range(size)]

    def member(left, right):
        number = 1
        while number > 0:
            number = left.get()
            if number > 1 - size:  # else it is the last one
                right.put(number - 1)
        return 1

    members = [gevent.spawn(member, channels[i], channels[(i + 1) % size]) for i in range(size)]
    channels[0].put(count)
    gevent.joinall(members, raise_error=True)
    return sum(one.value for one in members)


probe.main(
    {
        "SPAWN": spawn,
        "SUSPENDED": suspended,
        "SLEEPERS": sleepers,
        "MANY_SLEEPERS": sleepers,
        "CHANNEL": channel,
        "RING": ring,
        "live": lambda: live,
    }
)
