package dev.weft.abi;

import java.util.Set;

/**
 * Methods of the JDK that wait for nobody: woven code makes no {@link Hold#check check} behind
 * them, so a thread in one of them is never taken for blocked.
 */
public final class QuickCalls {
  /** But for their methods that call back, behind which there is a check. */
  private static final Set<String> CLASSES =
      Set.of(
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/CharSequence",
          "java/lang/Character",
          "java/lang/Double",
          "java/lang/Enum",
          "java/lang/Error",
          "java/lang/Exception",
          "java/lang/Float",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Math",
          "java/lang/Number",
          "java/lang/Record",
          "java/lang/RuntimeException",
          "java/lang/Short",
          "java/lang/StrictMath",
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/Throwable",
          "java/util/ArrayDeque",
          "java/util/ArrayList",
          "java/util/Arrays",
          "java/util/BitSet",
          "java/util/HashMap",
          "java/util/HashSet",
          "java/util/LinkedHashMap",
          "java/util/LinkedHashSet",
          "java/util/LinkedList",
          "java/util/Objects",
          "java/util/Optional",
          "java/util/OptionalInt",
          "java/util/OptionalLong",
          "java/util/PriorityQueue",
          "java/util/TreeMap",
          "java/util/TreeSet");

  private static final Set<String> PACKAGES =
      Set.of("java/math", "java/time", "java/util/concurrent/atomic", "java/util/function");

  private static final Set<String> OF_SYSTEM =
      Set.of("arraycopy", "currentTimeMillis", "identityHashCode", "nanoTime");

  private QuickCalls() {}

  /**
   * Whether a method waits for nobody, unless it is given a function to call.
   *
   * @param owner the internal name of a class of the JDK
   */
  public static boolean contains(String owner, String method) {
    if (owner.equals("java/lang/Object")) {
      return !method.equals("wait");
    }
    if (owner.equals("java/lang/System")) {
      return OF_SYSTEM.contains(method);
    }
    return CLASSES.contains(owner)
        || PACKAGES.contains(owner.substring(0, Math.max(0, owner.lastIndexOf('/'))))
        || (method.equals("<init>") && (owner.endsWith("Exception") || owner.endsWith("Error")));
  }
}
