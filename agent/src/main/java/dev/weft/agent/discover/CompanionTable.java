package dev.weft.agent.discover;

import java.util.Set;

/**
 * The methods of the JDK that may suspend although nothing may be added to their classes: a
 * <em>companion</em>, a hidden nestmate, has a woven copy of each. A class of another JDK that
 * lacks one of them, or has it in a shape that cannot be copied, simply has no copy of it.
 */
public final class CompanionTable {
  /** What the name of a companion ends with. */
  public static final String SUFFIX = "$$Weft";

  /** What calls back: by name and descriptor, in whichever collection declares it. */
  private static final Set<String> OF_COLLECTIONS =
      Set.of(
          "forEach(Ljava/util/function/Consumer;)V",
          "forEachRemaining(Ljava/util/function/Consumer;)V",
          "removeIf(Ljava/util/function/Predicate;)Z",
          "replaceAll(Ljava/util/function/UnaryOperator;)V",
          "forEach(Ljava/util/function/BiConsumer;)V",
          "replaceAll(Ljava/util/function/BiFunction;)V",
          "computeIfAbsent(Ljava/lang/Object;Ljava/util/function/Function;)Ljava/lang/Object;",
          "computeIfPresent(Ljava/lang/Object;Ljava/util/function/BiFunction;)Ljava/lang/Object;",
          "compute(Ljava/lang/Object;Ljava/util/function/BiFunction;)Ljava/lang/Object;",
          "merge(Ljava/lang/Object;Ljava/lang/Object;Ljava/util/function/BiFunction;)Ljava/lang/Object;",
          // what one collection calls of another, or of its own class, where it can be overridden
          "removeIf(Ljava/util/function/Predicate;II)Z",
          "replaceAllRange(Ljava/util/function/UnaryOperator;II)V",
          // of an Optional
          "ifPresent(Ljava/util/function/Consumer;)V",
          "ifPresent(Ljava/util/function/IntConsumer;)V",
          "ifPresent(Ljava/util/function/LongConsumer;)V",
          "ifPresent(Ljava/util/function/DoubleConsumer;)V",
          "ifPresentOrElse(Ljava/util/function/Consumer;Ljava/lang/Runnable;)V",
          "filter(Ljava/util/function/Predicate;)Ljava/util/Optional;",
          "map(Ljava/util/function/Function;)Ljava/util/Optional;",
          "flatMap(Ljava/util/function/Function;)Ljava/util/Optional;",
          "or(Ljava/util/function/Supplier;)Ljava/util/Optional;",
          "orElseGet(Ljava/util/function/Supplier;)Ljava/lang/Object;",
          "orElseThrow(Ljava/util/function/Supplier;)Ljava/lang/Object;");

  /** What waits, whatever its arguments: of classes in {@code java.util.concurrent}. */
  private static final Set<String> WAITING =
      Set.of(
          // locks and conditions
          "lock",
          "lockInterruptibly",
          "tryLock",
          "tryLockNanos",
          "await",
          "awaitNanos",
          "awaitUntil",
          "awaitUninterruptibly",
          // synchronizers
          "acquire",
          "acquireInterruptibly",
          "acquireUninterruptibly",
          "acquireShared",
          "acquireSharedInterruptibly",
          "reacquire",
          "tryAcquireNanos",
          "tryAcquireSharedNanos",
          "acquireRead",
          "acquireWrite",
          "readLock",
          "writeLock",
          "readLockInterruptibly",
          "writeLockInterruptibly",
          "tryReadLock",
          "tryWriteLock",
          "dowait",
          "exchange",
          "arenaExchange",
          "slotExchange",
          "xchg",
          "arriveAndAwaitAdvance",
          "awaitAdvance",
          "awaitAdvanceInterruptibly",
          "internalAwaitAdvance",
          // queues
          "take",
          "takeFirst",
          "takeLast",
          "putFirst",
          "putLast",
          "transfer",
          "tryTransfer",
          "xfer",
          "xferLifo",
          "awaitMatch",
          "awaitFulfill",
          // futures and executors
          "awaitDone",
          "waitingGet",
          "timedGet",
          "managedBlock",
          "unmanagedBlock",
          "compensatedBlock",
          "block",
          "isReleasable",
          "join",
          "invokeAll",
          "invokeAny",
          "doInvokeAny",
          "awaitTermination",
          "awaitQuiescence",
          "quietlyJoin",
          "quietlyInvoke",
          // what runs jobs
          "runWorker",
          "tryFire",
          "postFire",
          "postComplete",
          "uniWhenComplete",
          "uniHandle",
          "uniExceptionally",
          "biApply",
          "biAccept",
          "biRun");

  /** The same, where other methods have the name. */
  private static final Set<String> WAITING_KEYS =
      Set.of(
          "tryAcquire(JLjava/util/concurrent/TimeUnit;)Z",
          "tryAcquire(IJLjava/util/concurrent/TimeUnit;)Z",
          "close()V",
          "reset()V",
          "isBroken()Z",
          "getNumberWaiting()I",
          "get()Ljava/lang/Object;",
          "get(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;",
          "put(Ljava/lang/Object;)V",
          "poll(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;",
          "pollFirst(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;",
          "pollLast(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;",
          "poll(JLjava/util/concurrent/TimeUnit;)Ljava/util/concurrent/Future;",
          "take()Ljava/util/concurrent/Future;",
          "offer(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z",
          "offerFirst(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z",
          "offerLast(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z");

  /**
   * What takes the lock of a queue, by name: it waits if a task has the lock that waits for another
   * one. Not worth it for collections whose methods take none.
   */
  private static final Set<String> OF_QUEUES =
      Set.of(
          "add",
          "addFirst",
          "addLast",
          "offer",
          "offerFirst",
          "offerLast",
          "poll",
          "pollFirst",
          "pollLast",
          "peek",
          "peekFirst",
          "peekLast",
          "remove",
          "removeFirst",
          "removeLast",
          "removeFirstOccurrence",
          "removeLastOccurrence",
          "contains",
          "clear",
          "drainTo",
          "size",
          "isEmpty",
          "remainingCapacity",
          "toArray");

  /** What runs a job; the runtime finds these copies itself, by the class of what it runs. */
  private static final Set<String> RUNNING =
      Set.of("run()V", "mainLoop()V", "runAndReset()Z", "call()Ljava/lang/Object;");

  private CompanionTable() {}

  /**
   * Whether a call of a JDK method may reach a copy.
   *
   * @param owner the class of the JDK that the call names, or that declares the method
   */
  public static boolean mayReachCopy(String owner, String name, String descriptor) {
    return OF_COLLECTIONS.contains(name + descriptor) || waits(owner, name, descriptor);
  }

  /** Whether this class of the JDK has a copy of a method, if it declares it. */
  public static boolean isCopied(String owner, String name, String descriptor) {
    return (OF_COLLECTIONS.contains(name + descriptor)
            && (isIn("java/util/", owner)
                || isIn("java/util/concurrent/", owner)
                || owner.equals("java/lang/Iterable")))
        || (RUNNING.contains(name + descriptor)
            && (isIn("java/util/concurrent/", owner) || owner.equals("java/util/TimerThread")))
        || waits(owner, name, descriptor)
        || StreamTable.isCopied(owner, name);
  }

  private static boolean waits(String owner, String name, String descriptor) {
    return (isIn("java/util/concurrent/", owner) || isIn("java/util/concurrent/locks/", owner))
        && (WAITING.contains(name)
            || WAITING_KEYS.contains(name + descriptor)
            || (isBlockingQueue(owner) && OF_QUEUES.contains(name)));
  }

  private static boolean isBlockingQueue(String owner) {
    return (owner.endsWith("Queue") || owner.endsWith("Deque"))
        && !owner.startsWith("java/util/concurrent/ConcurrentLinked");
  }

  private static boolean isIn(String packageName, String owner) {
    return owner.startsWith(packageName) && owner.indexOf('/', packageName.length()) < 0;
  }

  /** The name of the companion of a class. */
  public static String companionOf(String internalName) {
    return internalName + SUFFIX;
  }

  /** Whether a class is a companion, which is no class of the JDK's, though it has such a name. */
  public static boolean isCompanion(String internalName) {
    return internalName.endsWith(SUFFIX);
  }
}
