package bench.kotlin

import bench.peer.TaskPeer
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** kotlinx.coroutines: the event loop of `runBlocking`; skynet on `Dispatchers.Default`. */
class KotlinTaskPeer : TaskPeer {

  private var sum = 0L
  private var arrived = 0

  override fun spawn(count: Int): Long {
    sum = 0
    runBlocking {
      for (id in 0 until count) {
        launch { sum += id }
      }
    }
    return sum
  }

  override fun suspended(count: Int, look: Runnable): Long {
    sum = 0
    arrived = 0
    val gate = Job()
    runBlocking {
      for (id in 0 until count) {
        launch {
          arrived++
          gate.join()
          sum += id
        }
      }
      while (arrived < count) {
        yield()
      }
      look.run()
      gate.complete()
    }
    return sum
  }

  override fun sleepers(count: Int, millis: Long): Long {
    sum = 0
    runBlocking {
      for (id in 0 until count) {
        launch {
          delay(millis)
          sum += id
        }
      }
    }
    return sum
  }

  override fun channel(messages: Int): Long = runBlocking {
    val channel = Channel<Int>()
    launch {
      for (i in 1..messages) {
        channel.send(i)
      }
    }
    var received = 0L
    repeat(messages) { received += channel.receive() }
    received
  }

  override fun ring(tasks: Int, hops: Int): Long {
    val ended = AtomicInteger()
    val channels = List(tasks) { Channel<Int>() }
    runBlocking {
      for (i in 0 until tasks) {
        launch {
          handOn(channels[i], channels[(i + 1) % tasks], tasks)
          ended.incrementAndGet()
        }
      }
      channels[0].send(hops)
    }
    return ended.get().toLong()
  }

  private suspend fun handOn(left: Channel<Int>, right: Channel<Int>, tasks: Int) {
    do {
      val number = left.receive()
      if (number > 1 - tasks) { // else it is the last one
        right.send(number - 1)
      }
    } while (number > 0)
  }

  override fun skynet(leaves: Int): Long = runBlocking(Dispatchers.Default) { node(0, leaves) }

  private suspend fun node(first: Long, leaves: Int): Long =
    if (leaves == 1) first else coroutineScope { children(first, leaves / BRANCHES) }

  private suspend fun CoroutineScope.children(first: Long, size: Int): Long =
    List(BRANCHES) { i -> async { node(first + i.toLong() * size, size) } }.sumOf { it.await() }

  private companion object {
    const val BRANCHES = 10
  }
}
