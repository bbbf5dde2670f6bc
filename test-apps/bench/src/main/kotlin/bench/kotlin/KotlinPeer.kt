package bench.kotlin

import bench.peer.Peer
import bench.peer.Resumable
import bench.peer.Tree
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.createCoroutineUnintercepted
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume

/** Kotlin: the coroutine intrinsics without an interceptor, and `sequence`. */
class KotlinPeer : Peer {

  override fun recursion(depth: Int): Resumable = recursion(1, depth)

  override fun mixed(body: Int): Resumable =
    when (body) {
      0 ->
        Coroutine {
          var i = 0L
          while (true) {
            pause()
            i++
          }
        }
      1 ->
        Coroutine {
          var a = 0
          var b = 1
          while (true) {
            pause()
            a += b
            b = b xor a
          }
        }
      2 ->
        Coroutine {
          val text = StringBuilder("text")
          var n = 0
          while (true) {
            pause()
            n += text.length
          }
        }
      3 ->
        Coroutine {
          var x = 1.0
          while (true) {
            pause()
            x = x * 0.5 + 1
          }
        }
      4 ->
        Coroutine {
          var a = "left"
          var b = "right"
          while (true) {
            pause()
            val swap = a
            a = b
            b = swap
          }
        }
      5 ->
        Coroutine {
          var n = 0
          var sum = 1L
          val text = StringBuilder("text")
          while (true) {
            pause()
            n++
            sum += n + text.length
          }
        }
      6 ->
        Coroutine {
          val counts = IntArray(16)
          var at = 0
          while (true) {
            pause()
            counts[at]++
            at = (at + 1) and 15
          }
        }
      7 ->
        Coroutine {
          var i = 1
          while (true) {
            var j = 0
            while (j < i) {
              pause()
              j++
            }
            i++
          }
        }
      else -> throw IllegalArgumentException("no body $body")
    }

  override fun ints(end: Int): Iterator<Int> = iterator {
    for (i in 0 until end) {
      yield(i)
    }
  }

  override fun walk(tree: Tree): Iterator<Int> = iterator { walkInto(tree) }

  private suspend fun SequenceScope<Int>.walkInto(node: Tree) {
    node.left?.let { walkInto(it) }
    yield(node.value)
    node.right?.let { walkInto(it) }
  }

  override fun walkNested(tree: Tree): Iterator<Int> = nested(tree).iterator()

  private fun nested(node: Tree): Sequence<Int> = sequence {
    node.left?.let { yieldAll(nested(it)) }
    yield(node.value)
    node.right?.let { yieldAll(nested(it)) }
  }

  override fun handOver(turns: Int): Long {
    val trampoline = Trampoline()
    lateinit var second: Coroutine
    var sum = 0L
    var product = 0L
    lateinit var first: Coroutine
    first = Coroutine {
      var res = 1L
      for (i in 0 until turns) {
        res += i
        trampoline.next = second
        pause()
      }
      trampoline.next = null
      sum = res
    }
    second = Coroutine {
      var res = 1L
      for (i in 0 until turns) {
        res *= i
        trampoline.next = first
        pause()
      }
      trampoline.next = null
      product = res
    }
    trampoline.run(first)
    trampoline.run(second)
    return sum + product
  }

  override fun fibInside(n: Int): Int {
    var result = 0
    Coroutine { result = fib(n) }.resume()
    return result
  }

  private suspend fun fib(n: Int): Int = if (n < 2) n else fib(n - 1) + fib(n - 2)

  override fun fibOutside(n: Int): Int =
    throw UnsupportedOperationException("a suspend function needs a coroutine")

  override fun fibUnwoven(n: Int): Int =
    if (n < 2) n else fibUnwoven(n - 1) + fibUnwoven(n - 2)

  override fun suspended(id: Int, depth: Int): Any {
    val coroutine = recursion(id, depth)
    coroutine.resume()
    return coroutine
  }

  private fun recursion(id: Int, depth: Int) = Coroutine {
    var i = 0L
    if (depth > 1) {
      i = descend(depth - 1, id) + id
    }
    while (true) {
      pause()
      i += id
    }
  }
}

private suspend fun Coroutine.descend(frames: Int, id: Int): Long {
  if (frames > 1) {
    return descend(frames - 1, id) + id
  }
  var i = 0L
  while (true) {
    pause()
    i += id
  }
}

/** Where a coroutine is to go on ([next]), and what it reports its end to. */
private class Coroutine(body: suspend Coroutine.() -> Unit) : Continuation<Unit>, Resumable {
  private var next: Continuation<Unit> = body.createCoroutineUnintercepted(this, this)

  override val context: CoroutineContext
    get() = EmptyCoroutineContext

  override fun resume() {
    next.resume(Unit)
  }

  override fun resumeWith(result: Result<Unit>) {
    result.getOrThrow()
  }

  suspend fun pause() = suspendCoroutineUninterceptedOrReturn { continuation ->
    next = continuation
    COROUTINE_SUSPENDED
  }
}

/** Makes symmetric switches of asymmetric coroutines. */
private class Trampoline {
  var next: Coroutine? = null

  fun run(first: Coroutine) {
    next = first
    while (true) {
      (next ?: return).resume()
    }
  }
}
