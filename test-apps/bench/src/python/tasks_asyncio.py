"""asyncio. It has no channel without a buffer: queues of one place stand in."""

import asyncio

import probe

live = -1


async def spawn(count):
    total = 0

    async def body(number):
        nonlocal total
        total += number

    await asyncio.gather(*[asyncio.create_task(body(i)) for i in range(count)])
    return total


async def suspended(count):
    global live
    before = probe.live_bytes()
    total = arrived = 0
    gate = asyncio.Event()

    async def body(number):
        nonlocal total, arrived
        arrived += 1
        await gate.wait()
        total += number

    tasks = [asyncio.create_task(body(i)) for i in range(count)]
    while arrived < count:
        await asyncio.sleep(0)
    live = probe.live_bytes() - before
    gate.set()
    await asyncio.gather(*tasks)
    return total


async def sleepers(count):
    total = 0

    async def body(number):
        nonlocal total
        await asyncio.sleep(1)
        total += number

    await asyncio.gather(*[asyncio.create_task(body(i)) for i in range(count)])
    return total


async def channel(count):
    queue = asyncio.Queue(1)

    async def send():
        for i in range(1, count + 1):
            await queue.put(i)

    sender = asyncio.create_task(send())
    total = 0
    for _ in range(count):
        total += await queue.get()
    await sender
    return total


async def ring(count):
    size = probe.RING_SIZE
    queues = [asyncio.Queue(1) for _ in range(size)]

    async def member(left, right):
        number = 1
        while number > 0:
            number = await left.get()
            if number > 1 - size:  # else it is the last one
                await right.put(number - 1)
        return 1

    members = [
        asyncio.create_task(member(queues[i], queues[(i + 1) % size])) for i in range(size)
    ]
    await queues[0].put(count)
    return sum(await asyncio.gather(*members))


def run(work):
    return lambda count: asyncio.run(work(count))


probe.main(
    {
        "SPAWN": run(spawn),
        "SUSPENDED": run(suspended),
        "SLEEPERS": run(sleepers),
        "MANY_SLEEPERS": run(sleepers),
        "CHANNEL": run(channel),
        "RING": run(ring),
        "live": lambda: live,
    }
)
