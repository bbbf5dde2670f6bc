package dev.weft.harness;

import java.util.List;

/** The programs there are, in the order in which they are listed and run. */
public final class Catalogue {
  /** The examples: their sources import Weft. */
  public static final String GALLERY = "gallery";

  /** A program that does not import Weft, woven because the agent is told to. */
  public static final String FIRST_LOOK = "first-look";

  /** Programs with threads, whose threads are tasks because the agent is told to. */
  public static final String EXISTING = "existing";

  private static final List<Program> PROGRAMS =
      List.of(
          gallery("s5", "S5ProducerConsumer", "a producer and a consumer that takes its time"),
          gallery("s6", "S6Greenlets", "two greenlets switch; the main program goes on"),
          gallery("s13", "S13Counter", "a counter that counts when it is asked"),
          gallery("s14", "S14Rules", "what next, send, raise, return and close do"),
          gallery("s15", "S15Handshake", "a consumer is started, fed and closed"),
          gallery("s16", "S16Delegation", "a generator delegates to another, and gets its result"),
          gallery("s41", "S41Switch", "the smallest pair of greenlets"),
          gallery("s45", "S45SwitchingCosts", "what switching costs a program that only computes"),
          gallery("s46", "S46BlindToWaiting", "a generator does not run while another sleeps"),
          gallery("s48", "S48EatAndPlay", "a greenlet with an argument"),
          gallery("s49", "S49SwitchBenchmark", "200,000,000 greenlet switches"),
          gallery("s2", "S2LostUpdate", "a switch at the wrong place loses updates"),
          gallery("s7", "S7TwoColours", "two functions wait at the same time"),
          gallery("s17", "S17OneAfterTheOther", "calls that wait, one after the other"),
          gallery("s18", "S18AtTheSameTime", "the same calls as tasks"),
          gallery("s19", "S19BlindToComputing", "tasks that compute do not overlap"),
          gallery("s20", "S20TenThousandSleepers", "10,000 tasks sleep for the same second"),
          gallery("s21", "S21HubPerCore", "tasks on as many hubs as there are cores"),
          gallery("s23", "S23NamedTasks", "tasks and their names"),
          gallery("s24", "S24TaskOfAClass", "a task with a class of its own"),
          gallery("s25", "S25NamesAndJoins", "those who are waited for, and those who are not"),
          gallery("s26", "S26ImpatientJoin", "waiting for tasks, but not for long"),
          gallery("s27", "S27CountdownWithoutLock", "a hundred tasks count down, without a lock"),
          gallery("s28", "S28CountdownWithLock", "the same with a lock, on two cores"),
          gallery("s29", "S29FiveAtATime", "a semaphore lets five in at a time"),
          gallery("s30", "S30TrafficLight", "ten tasks wait for an event that may never come"),
          gallery("s31", "S31WakeSoMany", "a condition wakes as many as it is told"),
          gallery("s32", "S32ConditionThatAsks", "a condition whose predicate itself waits"),
          gallery("s33", "S33Timer", "a timer, and one that is cancelled"),
          gallery("s42", "S42ExplicitSwitch", "two tasks let each other run"),
          gallery("s50", "S50FirstSteps", "to spawn, to wait, to get a result"),
          gallery("s51", "S51EatAndPlay", "two things done at the same time"),
          gallery("s52", "S52EatAndPlayAsleep", "sleeps that suspend, and others that cannot"),
          gallery("s53", "S53WhoAmI", "the thread that a task finds"),
          gallery("s54", "S54SynchronousAndNot", "ten waits in a row, and at once"),
          patched("s56", "S56SpinningHandler", "a handler that misses the end, and who says so"),
          gallery("s59", "S59ThreeSleepers", "who sleeps first wakes first"),
          gallery("s61", "S61Readiness", "several channels, a task for each"),
          gallery("same-fringe", "SameFringe", "two trees, walked in step, compared leaf by leaf"),
          gallery("permutations", "Permutations", "all orders of some letters, as many as asked"),
          gallery("primes", "Primes", "a sieve that grows as primes are taken"),
          gallery("dwellings", "Dwellings", "a puzzle solved by copies of a continuation"),
          gallery(
              "philosophers", "Philosophers", "five forks; nobody can go on, and who is to blame"),
          gallery("barber", "SleepingBarber", "a waiting room with two chairs"),
          gallery("channel-sieve", "ChannelSieve", "a line of tasks, one for each prime"),
          gallery("pipeline", "Pipeline", "a slow stage holds the fast ones back"),
          gallery("crawler", "Crawler", "three web sites, four requests at a time"),
          firstLook("json-print", "dev.weft.firstlook.PrintValues", "an ordinary parser, at work"),
          firstLook(
              "json-compare",
              "dev.weft.gallery.CompareDocuments",
              "the same parser, twice, read side by side"),
          existing("threads-s8", "S8ThreadPerConnection", "a thread for each connection, S9 too"),
          existing("threads-s23", "S23Threads", "threads and their names"),
          existing("threads-s24", "S24ThreadClasses", "subclasses of Thread"),
          existing("threads-s25", "S25ThreadNamesAndJoins", "joins, and a daemon"),
          existing("threads-s43", "S43ThreeSites", "three web sites, read at the same time"),
          existing("threads-s53", "S53WhoAmI", "what a thread finds when it asks who it is"),
          existing("threads-s55", "S55Crawler", "a pool of threads reads web pages"),
          existing("threads-s56", "S56UpperCaseServer", "handlers that spin, and the others"),
          existing("threads-s57", "S57UpperCaseClient", "what is typed comes back louder"),
          existing("threads-s58", "S58FiveHundredClients", "500 clients of one server"),
          existing("threads-s60", "S60HalfClose", "one direction of a socket is closed"),
          existing("threads-s61", "S61Selector", "one thread serves all, driven by events"));

  private Catalogue() {}

  /** All programs. */
  public static List<Program> all() {
    return PROGRAMS;
  }

  /** The programs of the group or with the name {@code word}; none if there is no such. */
  public static List<Program> find(String word) {
    return PROGRAMS.stream()
        .filter(p -> word.equals("all") || p.name().equals(word) || p.group().equals(word))
        .toList();
  }

  private static Program gallery(String name, String mainClass, String description) {
    return new Program(name, GALLERY, description, "dev.weft.gallery." + mainClass, "");
  }

  /** Of tasks and the JDK's sockets. */
  private static Program patched(String name, String mainClass, String description) {
    return new Program(name, GALLERY, description, "dev.weft.gallery." + mainClass, "patch=on");
  }

  private static Program firstLook(String name, String mainClass, String description) {
    return new Program(name, FIRST_LOOK, description, mainClass, "include=dev.weft.firstlook.**");
  }

  private static Program existing(String name, String mainClass, String description) {
    return new Program(
        name,
        EXISTING,
        description,
        "dev.weft.existing." + mainClass,
        "include=dev.weft.existing.**,patch=on,carriers=2");
  }
}
