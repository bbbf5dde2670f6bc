package dev.weft.neighbours.targets.kotlin

import dev.weft.neighbours.targets.Log
import dev.weft.neighbours.targets.Program
import dev.weft.neighbours.targets.Suspending.b
import dev.weft.neighbours.targets.Suspending.park
import dev.weft.neighbours.targets.Suspending.s
import dev.weft.neighbours.targets.Suspending.sd
import dev.weft.neighbours.targets.Suspending.sl
import dev.weft.neighbours.targets.Suspending.so
import dev.weft.neighbours.targets.Suspending.t
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.io.Serializable

data class Pair2(val a: Int, val b: Int)

open class Shape(val name: String, val size: Int = 1, val next: Any? = null) {
  override fun toString() = "$name/$size/$next"
}

/** new with suspended arguments, branches among them, nested, and with default arguments. */
class H01_H03_Construction : Program {
  override fun run(input: Int): Any {
    val p = Pair2(s(1), s(2 + input))
    val q = Shape(so("q"), if (b(input == 1)) s(3) else 4, Pair2(p.a, s(5)))
    val r = Shape(name = so("r"), next = Shape("inner", s(6)))
    val d = p.copy(b = s(7))
    return "$p $q $r $d"
  }
}

/** A constructor call in a loop condition and under an elvis operator that returns. */
class H05_H08_UninitializedAcrossInline : Program {
  override fun run(input: Int): Any {
    val list = ArrayList<Any>()
    for (i in 0..input) {
      list.add(Shape(so("a$i").let { it + s(i) }, maybe(i)?.also { Log.add(it) } ?: return list.toString()))
      list.add(Shape("b", size = listOf(1, 2, 3).sumOf { s(it) }))
    }
    return list.toString()
  }

  private fun maybe(i: Int): Int? = if (i < 2) s(i) else null
}

inline fun <T> measured(name: String, body: () -> T): T {
  Log.add("before $name")
  try {
    return body()
  } finally {
    Log.add("after $name ${s(1)}")
  }
}

/** Inline functions: non-local returns run the finally blocks of the inliner. */
class H24_H26_InlineAndNonLocalReturn : Program {
  override fun run(input: Int): Any {
    val first = measured("outer") { measured("inner") { s(2) } + s(3) }
    listOf(1, 2, 3).forEach {
      if (s(it) == input + 1) {
        measured("leaving") { return "left at $it with $first" }
      }
    }
    return "unreached"
  }
}

/** An inlined loop under operands: the operand stack is not empty where the loop jumps back. */
class H67_StackAtBackEdge : Program {
  override fun run(input: Int): Any {
    val x = 100 + s(1) * run { var i = 0; var n = 0; while (i <= input + 1) { n += s(i); i++ }; n }
    return text("x", x.toLong(), run { var n = 0L; for (k in 3 downTo 1) n = n * 10 + sl(k.toLong()); n }, s(4))
  }

  private fun text(a: String, b: Long, c: Long, d: Int) = "$a $b $c $d"
}

/** Default arguments: the synthetic method with a mask evaluates suspending defaults. */
class H58_Defaults : Program {
  override fun run(input: Int): Any =
    "${f()} ${f(input)} ${f(b = s(5))} ${f(1, 2, "z")} ${Companion.g()} ${topLevel(s(3))}"

  private fun f(a: Int = s(10), b: Int = a + s(1), c: String = so("c$b")) = "$a-$b-$c"

  companion object {
    @JvmStatic fun g(x: Int = s(7)) = x * 2
  }
}

fun topLevel(x: Int, y: Int = s(x + 1)): Int = x * y

sealed interface Expr
data class Num(val n: Int) : Expr
data class Sum(val l: Expr, val r: Expr) : Expr
object Zero : Expr

/** when with subjects, types, ranges, strings, enums and guards, recursively. */
class H38_H43_When : Program {
  enum class Color { RED, GREEN, BLUE }

  override fun run(input: Int): Any {
    val e = Sum(Sum(Num(s(1)), Zero), Sum(Num(2), Num(input)))
    val word = when (so(listOf("a", "Aa", "BB")[input])) { "a" -> s(1); "Aa" -> s(2); "BB" -> s(3); else -> 4 }
    val color = when (Color.values()[s(input)]) { Color.RED -> so("r"); Color.GREEN -> "g" + s(1); Color.BLUE -> so("b") }
    val range = when (val x = s(input * 10)) { in 0..5 -> "low$x"; !in 15..25 -> so("mid"); else -> "high" }
    return "${eval(e)} $word $color $range"
  }

  private fun eval(e: Expr): Int = when (e) {
    is Num -> s(e.n)
    is Sum -> eval(e.l) + eval(e.r)
    Zero -> s(0)
  }
}

/** try as an expression, nested, with finally and rethrow; use{}. */
class H20_H34_Try : Program {
  private class Res(val n: String) : AutoCloseable {
    override fun close() { Log.add("close $n ${s(1)}") }
  }

  override fun run(input: Int): Any {
    val v = 1 + try { if (input == 1) t("one") else s(5) } catch (e: IllegalStateException) { s(6) + e.message!!.length } finally { Log.add("f ${s(7)}") }
    var x = "start"
    try {
      Res("a").use { _ -> Res("b").use { _ ->
        x = so("body")
        if (input == 2) t("two")
        x = "end"
      } }
    } catch (e: IllegalStateException) {
      x += so(" caught ${e.message}")
    }
    return "$v $x"
  }
}

/** Lambdas: captured vars, receivers, member and bound references, fun interfaces. */
class H51_H52_Lambdas : Program {
  fun interface IntOp { fun apply(x: Int): Int }

  override fun run(input: Int): Any {
    var total = 0
    val add: (Int) -> Unit = { total += s(it) }
    add(1); add(input)
    val op = IntOp { s(it) + total }
    val bound = this::twice
    val builder: StringBuilder.() -> Unit = { append(s(3)).append(so("!")) }
    val made = ::Shape
    return "$total ${op.apply(4)} ${bound(s(5))} ${StringBuilder().apply(builder)} ${made(so("m"), 1, null)} ${higher { a, b -> s(a) * sl(b) }}"
  }

  private fun twice(x: Int) = 2 * s(x)

  private fun higher(f: (Int, Long) -> Long) = f(3, 4L) + f(5, 6L)
}

/** Serializable lambdas keep what they capture. */
class H55_SerializableLambda : Program {
  fun interface Op : Serializable { fun apply(x: Int): Int }

  override fun run(input: Int): Any {
    val k = s(input + 1)
    val op = Op { s(it) * k }
    val bytes = ByteArrayOutputStream()
    ObjectOutputStream(bytes).use { it.writeObject(op) }
    val read = ObjectInputStream(ByteArrayInputStream(bytes.toByteArray())).readObject() as Op
    return op.apply(3) + read.apply(4)
  }
}

interface Base {
  val tag: String get() = "base"
  fun m(x: Int): String = "Base.m(${s(x)}) $tag"
}

interface Left : Base { override fun m(x: Int) = "Left(" + super.m(s(x + 1)) + ")" }

interface Right : Base { override fun m(x: Int) = "Right(" + super.m(x + 2) + ")" }

/** Interface defaults with super calls, a diamond, delegation, extension and operator functions. */
class H57_H87_Defaults : Program, Left, Right {
  override val tag: String get() = so("own")

  override fun m(x: Int) = super<Left>.m(x) + super<Right>.m(s(x))

  private class By(b: Base) : Base by b

  private operator fun Pair2.plus(o: Pair2) = Pair2(s(a + o.a), s(b + o.b))

  override fun run(input: Int): Any = m(input) + By(this).m(s(9)) + (Pair2(1, 2) + Pair2(3, input))
}

/** Values of every kind across suspensions; destructuring; boxed and unsigned numbers. */
class H09_H44_Values : Program {
  override fun run(input: Int): Any {
    val (a, b) = Pair2(s(1), s(2))
    val boxed: Int? = if (b(input == 0)) null else s(3)
    val l = 1L + sl(2) * a - sd(0.5).toLong()
    val f = 1.5f * s(2)
    val c: Char = 'a' + s(input)
    val u: UInt = 5u + s(6).toUInt()
    val arr = IntArray(3) { s(it * it) }
    arr[s(1)] += s(10)
    var n = 0
    n += arr[n++] + s(n)
    val by: Byte = (s(200)).toByte()
    return "$a $b $boxed $l $f $c $u ${arr.toList()} $n $by"
  }
}

/** Loops with labels, break and continue out of try, do-while, and a sequence built by hand. */
class H39_H40_Loops : Program {
  override fun run(input: Int): Any {
    val log = StringBuilder()
    outer@ for (i in 0..3) {
      var j = 0
      do {
        try {
          if (s(j) == 2) continue@outer
          if (i == input + 1) break@outer
          log.append(i * 10 + s(j)).append(' ')
        } finally {
          log.append('f').append(s(0))
        }
        j++
      } while (b(j < 4))
    }
    repeat(2) { k -> park(); log.append(k) }
    return log.toString()
  }
}

/** An exception that leaves the program keeps its lines. */
class H32_Uncaught : Program {
  override fun run(input: Int): Any {
    try {
      return deep(2, input)
    } finally {
      Log.add(s(1))
    }
  }

  private fun deep(n: Int, input: Int): Int =
    if (n == 0) (if (input == 1) t("deep") else s(8)) else
      deep(n - 1, input) + 1
}

/** by lazy without a lock, lateinit, tailrec, local and anonymous functions. */
class H61_Odds : Program {
  private val lazily by lazy(LazyThreadSafetyMode.NONE) { "lazy" }
  private lateinit var late: String

  private tailrec fun count(n: Int, acc: Int): Int = if (s(n) == 0) acc else count(n - 1, acc + s(n))

  override fun run(input: Int): Any {
    late = so("late")
    fun local(x: Int): Int = if (x <= 0) s(input) else local(x - 1) + s(x)
    val anonymous = object : Comparable<Int> {
      override fun compareTo(other: Int) = s(other) - input
    }
    return "$lazily $late ${count(3, 0)} ${local(2)} ${anonymous.compareTo(5)}"
  }
}
