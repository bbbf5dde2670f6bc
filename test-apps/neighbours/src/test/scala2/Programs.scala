package dev.weft.neighbours.targets.scala2

import dev.weft.neighbours.targets.Suspending.{b, park, s, sd, sl, so, t}
import dev.weft.neighbours.targets.{Log, Program}

import java.io.{ByteArrayInputStream, ByteArrayOutputStream, ObjectInputStream, ObjectOutputStream}
import scala.util.control.NonFatal

class Shape(val name: String, val size: Int = s(1), val next: Any = null) {
  override def toString: String = s"$name/$size/$next"
}

case class Pair2(a: Int, b: Int)

/** new with suspended arguments, branches among them, nested, named and default arguments. */
class H01_H03_Construction extends Program {
  override def run(input: Int): AnyRef = {
    val p = new Pair2(s(1), s(2 + input))
    val q = new Shape(so("q"), if (b(input == 1)) s(3) else 4, Pair2(p.a, s(5)))
    val r = new Shape(next = so("n"), name = so("r"))
    s"$p $q $r ${p.copy(b = s(7))}"
  }
}

/** A block with a loop under operands: the stack is not empty where the loop jumps back. */
class H67_StackAtBackEdge extends Program {
  override def run(input: Int): AnyRef = {
    val x = 100 + s(1) * { var i = 0; var n = 0; while (i <= input + 1) { n += s(i); i += 1 }; n }
    text("x", x, { var n = 0L; var k = 3; while (k > 0) { n = n * 10 + sl(k); k -= 1 }; n }, s(4))
  }

  private def text(a: String, b: Long, c: Long, d: Int): String = s"$a $b $c $d"
}

sealed trait Expr
case class Num(n: Int) extends Expr
case class Sum(l: Expr, r: Expr) extends Expr
case object Zero extends Expr

/** Pattern matching: types, guards, extractors, alternatives, strings, deep patterns. */
class H38_H43_Match extends Program {
  private object Even { def unapply(n: Int): Option[Int] = if (s(n) % 2 == 0) Some(n / 2) else None }

  private def eval(e: Expr): Int = e match {
    case Num(n) if b(n > 100) => 100
    case Num(n)               => s(n)
    case Sum(Num(a), Num(c))  => s(a) + s(c)
    case Sum(l, r)            => eval(l) + eval(r)
    case Zero                 => s(0)
  }

  override def run(input: Int): AnyRef = {
    val e = Sum(Sum(Num(s(1)), Zero), Sum(Num(2), Num(input * 101)))
    val word = so(List("a", "Aa", "BB")(input)) match { case "a" => s(1); case "Aa" => s(2); case "BB" => s(3); case _ => 4 }
    val even = input match { case Even(h) => s"even $h"; case n => so(s"odd $n") }
    val any: Any = if (input == 0) 1 else if (input == 1) "text" else List(s(1), 2)
    val kind = any match { case i: Int => s(i); case x: String => so(x).length; case h :: rest => rest.size + s(9); case _ => -1 }
    s"${eval(e)} $word $even $kind"
  }
}

/** try as a value, nested, with finally; NonFatal; a return out of it. */
class H20_H34_Try extends Program {
  private def early(input: Int): Int = {
    try {
      if (b(input == 2)) return s(77)
      s(1)
    } finally Log.add(s"finally ${s(2)}")
  }

  override def run(input: Int): AnyRef = {
    val v = 1 + (try { if (input == 1) t("one") else s(5) } catch { case e: IllegalStateException => s(6) + e.getMessage.length } finally Log.add(s"f ${s(7)}"))
    val w = try { try { if (input == 2) t("two"); so("ok") } finally { Log.add(s(8)) } } catch { case NonFatal(e) => so("caught " + e.getMessage) }
    s"$v $w ${early(input)}"
  }
}

/** Closures: captured vars, partial application, by-name arguments, methods as values, currying. */
class H51_H52_Closures extends Program {
  private def twice(x: Int): Int = 2 * s(x)
  private def byName(n: => Int): Int = n + n
  private def curried(a: Int)(f: Int => Long): Long = f(a) + f(s(a + 1))

  override def run(input: Int): AnyRef = {
    var total = 0
    val add: Int => Unit = x => total += s(x)
    add(1)
    add(input)
    val bound: Int => Int = twice
    val partial: PartialFunction[Int, String] = { case 1 => so("one"); case n if b(n > 5) => so("big") }
    s"$total ${bound(s(5))} ${byName(s(3))} ${curried(2)(x => sl(x) * 10)} ${partial.applyOrElse(input * 3, (n: Int) => "none" + s(n))} ${partial(1)} ${partial.isDefinedAt(s(3))}"
  }
}

/** for comprehensions over ranges, lists and options, with the library's own loops woven too. */
class H100_ForComprehensions extends Program {
  override def run(input: Int): AnyRef = {
    val pairs = for (i <- 1 to 2; j <- List(10, 20) if b(j > input * 10)) yield s(i) + s(j)
    var sum = 0
    for (i <- 0 until 3) sum += s(i)
    val opt = for (x <- Option(s(1)); y <- if (input == 1) None else Some(s(2))) yield x + y
    s"$pairs $sum $opt ${List(3, 1, 2).map(x => s(x) * 2).foldLeft(0)((a, x) => a + s(x))}"
  }
}

trait Base {
  def tag: String = "base"
  def m(x: Int): String = s"Base(${s(x)}) $tag"
}

trait Loud extends Base {
  override def m(x: Int): String = "Loud(" + super.m(s(x + 1)) + ")"
}

trait Twice extends Base {
  override def m(x: Int): String = super.m(x) + super.m(s(x + 10))
}

class Root extends Base { override def m(x: Int): String = "Root" + super.m(x) }

/** Traits with defaults and stackable super calls, in two orders; a val in a trait. */
class H57_H87_Traits extends Program {
  override def run(input: Int): AnyRef = {
    val one = new Root with Loud with Twice
    val two = new Root with Twice with Loud { override def tag: String = so("own") }
    one.m(input) + " " + two.m(s(5))
  }
}

/** Scala's lambdas are serializable; what is read back is made by Scala's library. */
class H55_H100_SerializableLambda extends Program {
  override def run(input: Int): AnyRef = {
    val k = s(input + 1)
    val f: Int => Int = x => s(x) * k
    val read = Serialized.copy(f)
    s"${f(3)} ${read.getClass == f.getClass}"
  }
}

/** Suspends in a lambda that was read back. */
class DeserializedLambda extends Program {
  override def run(input: Int): AnyRef = {
    val k = s(input + 1)
    val f: Int => Int = x => s(x) * k
    Integer.valueOf(Serialized.copy(f).apply(4))
  }
}

object Serialized {
  def copy[A](value: A): A = {
    val bytes = new ByteArrayOutputStream
    val out = new ObjectOutputStream(bytes)
    out.writeObject(value)
    out.close()
    val in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray)) {
      override def resolveClass(d: java.io.ObjectStreamClass): Class[_] =
        Class.forName(d.getName, false, Serialized.getClass.getClassLoader)
    }
    in.readObject().asInstanceOf[A]
  }
}

/** Values of every kind, tuples, boxes, while and do loops, arrays, strings. */
class H09_H44_Values extends Program {
  override def run(input: Int): AnyRef = {
    val (a, c) = (s(1), sl(2))
    val f = 1.5f * s(2)
    val ch = ('a' + s(input)).toChar
    val arr = Array.tabulate(3)(i => i * i)
    arr(s(1)) += s(10)
    var n = 1
    do { n += arr(n) + s(n) } while (b(n < 2))
    val by = s(200).toByte
    val d = 1L + sl(2) * 3.0 + sd(4) - s(1)
    s"$a $c $f $ch ${arr.toList} $n $by $d ${Some(s(4)).getOrElse(5)}"
  }
}

/** An exception that leaves the program keeps its lines. */
class H32_Uncaught extends Program {
  private def deep(n: Int, input: Int): Int =
    if (n == 0) { if (input == 1) t("deep") else s(8) }
    else
      deep(n - 1, input) + 1

  override def run(input: Int): AnyRef =
    try Integer.valueOf(deep(2, input))
    finally Log.add(s(1))
}

/** Objects, nested functions, tail calls, implicit values, a lazy val that does not suspend. */
class H61_Odds extends Program {
  private lazy val lazily: String = "lazy"

  @annotation.tailrec private def count(n: Int, acc: Int): Int = if (s(n) == 0) acc else count(n - 1, acc + s(n))

  override def run(input: Int): AnyRef = {
    def local(x: Int): Int = if (x <= 0) s(input) else local(x - 1) + s(x)
    val ordered = new Ordered[Int] { override def compare(o: Int): Int = s(o) - input }
    s"$lazily ${count(3, 0)} ${local(2)} ${ordered.compare(5)} ${Single.value(s(4))}"
  }
}

object Single { def value(x: Int): Int = s(x) + 1 }
