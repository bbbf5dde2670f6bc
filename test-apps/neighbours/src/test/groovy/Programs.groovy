package dev.weft.neighbours.targets.groovy

import static dev.weft.neighbours.targets.Suspending.b
import static dev.weft.neighbours.targets.Suspending.s
import static dev.weft.neighbours.targets.Suspending.sd
import static dev.weft.neighbours.targets.Suspending.sl
import static dev.weft.neighbours.targets.Suspending.so
import static dev.weft.neighbours.targets.Suspending.t

import dev.weft.neighbours.targets.Log
import dev.weft.neighbours.targets.Program
import groovy.transform.CompileStatic
import groovy.transform.TailRecursive
import java.util.function.IntUnaryOperator
import java.util.function.Supplier

@CompileStatic
class Pair2 {
  final int a
  final int b

  Pair2(int a, int b) {
    this.a = a
    this.b = b
  }

  String toString() { "$a,$b" }
}

/** new with suspended arguments, branches among them, nested. */
@CompileStatic
class H01_H03_Construction implements Program {
  Object run(int input) {
    Pair2 p = new Pair2(s(1), b(input == 1) ? s(3) : 4)
    Pair2 q = new Pair2(new Pair2(s(5), 6).a, s(7))
    return p.toString() + q.toString() + new StringBuilder(so('x')).append(s(8))
  }
}

/** Switches over strings, numbers and classes. */
@CompileStatic
class H38_Switch implements Program {
  Object run(int input) {
    String word = so(['a', 'Aa', 'BB'][input])
    int x
    switch (word) {
      case 'a': x = s(1); break
      case 'Aa': x = s(2)
      case 'BB': x = s(3); break
      default: x = 4
    }
    Object y = switch (s(input)) {
      case 0 -> so('zero')
      case 1 -> s(11)
      default -> 'many'
    }
    return "$x $y".toString()
  }
}

/** try, catch, finally, nested, with a return in between. */
@CompileStatic
class H20_H34_Try implements Program {
  private int early(int input) {
    try {
      if (b(input == 2)) {
        return s(77)
      }
      s(1)
    } finally {
      Log.add('finally ' + s(2))
    }
    return s(3)
  }

  Object run(int input) {
    String x = 'start'
    try {
      try {
        x = so('body')
        if (input == 1) {
          t('one')
        }
        x = so('end')
      } finally {
        Log.add('inner ' + s(4))
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      x = x + so(' caught ') + e.message
    }
    return x + ' ' + early(input)
  }
}

@CompileStatic
class Res implements AutoCloseable {
  String name

  void close() { Log.add("close $name ${s(1)}".toString()) }
}

/** try with resources, multiple. */
@CompileStatic
class H34_Resources implements Program {
  Object run(int input) {
    try (Res a = new Res(name: so('a')); Res c = new Res(name: so('c'))) {
      if (input == 1) {
        t('inside')
      }
      return a.name + c.name + s(2)
    }
  }
}

/** Loops of every kind under labels. */
@CompileStatic
class H39_H40_Loops implements Program {
  Object run(int input) {
    StringBuilder log = new StringBuilder()
    outer:
    for (int i = 0; i < 4; i++) {
      int j = 0
      while (b(j < 3)) {
        if (s(j) == 2) {
          continue outer
        }
        if (i == input + 1) {
          break outer
        }
        log.append(i * 10 + s(j)).append(' ')
        j++
      }
    }
    for (Integer k : [3, 4]) {
      log.append(s(k))
    }
    int n = 0
    do {
      n += s(1)
    } while (n < 3)
    return log.append(n).toString()
  }
}

/** Java lambdas and method references of Groovy, statically compiled. */
@CompileStatic
class H51_H52_Lambdas implements Program {
  private int twice(int x) { 2 * s(x) }

  Object run(int input) {
    int k = s(input + 1)
    IntUnaryOperator op = (int x) -> s(x) * k
    IntUnaryOperator bound = this::twice
    Supplier<String> text = () -> so('text') + k
    return op.applyAsInt(3) + ' ' + bound.applyAsInt(4) + ' ' + text.get()
  }
}

@CompileStatic
interface Base {
  default String m(int x) { 'Base(' + s(x) + ')' }
}

@CompileStatic
class Root implements Base {
  String m(int x) { 'Root' + Base.super.m(s(x + 1)) }
}

/** Interface defaults and super calls. */
@CompileStatic
class H57_H87_Defaults extends Root implements Program {
  String m(int x) { 'Own' + super.m(x) }

  Object run(int input) { m(input) + new Root().m(s(5)) }
}

/** Values of every kind; operators on boxes. */
@CompileStatic
class H09_H44_Values implements Program {
  Object run(int input) {
    long l = 1L + sl(2) * 3
    double d = 1.5d + sd(2.5d)
    Integer boxed = b(input == 0) ? null : (Integer) s(3)
    int[] array = new int[3]
    array[s(1)] = s(10)
    array[2] += s(4)
    int n = 0
    n += array[++n] + s(n)
    byte by = (byte) s(200)
    char c = (char) (s(input) + 97)
    return "$l $d $boxed ${array.toList()} $n $by $c ${boxed ?: s(9)}".toString()
  }
}

/** An exception that leaves the program keeps its lines. */
@CompileStatic
class H32_Uncaught implements Program {
  private int deep(int n, int input) {
    if (n == 0) {
      return input == 1 ? t('deep') : s(8)
    }
    return deep(n - 1, input) + 1
  }

  Object run(int input) {
    try {
      return deep(2, input)
    } finally {
      Log.add(s(1))
    }
  }
}

/** Tail calls turned into a loop, static methods, properties, varargs. */
@CompileStatic
class H61_Odds implements Program {
  String late

  @TailRecursive
  private int count(int n, int acc) { n == 0 ? acc : count(n - 1, acc + n) }

  private static int sum(int... xs) {
    int n = 0
    for (int x : xs) {
      n += s(x)
    }
    return n
  }

  Object run(int input) {
    late = so('late')
    return late + count(3, s(1)) + ' ' + sum(1, s(2), input) + ' ' + H61_Odds.sum()
  }
}

/** A trait with state and a stacked super call. */
@CompileStatic
trait Loud {
  String name = 'loud'

  String shout(int x) { name + s(x) }
}

@CompileStatic
class H57_Traits implements Loud, Program {
  Object run(int input) {
    name = so('own')
    return shout(input) + shout(s(2))
  }
}
