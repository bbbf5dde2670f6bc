package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

/** A service that frameworks subclass. */
public final class Advised {
  private Advised() {}

  /** Proxied. */
  public static class Service {
    /** Whether {@link #call} suspends. */
    protected static boolean quiet;

    /** Advised. */
    public int call(int x) {
      return quiet ? x * 10 : s(x) * 10;
    }
  }

  /** Calls the service, then suspends. */
  public static int use(Service service, int x) {
    return service.call(x) + s(1);
  }

  /** As {@link #use}, with a service that does not suspend. */
  public static int useQuietly(Service service, int x) {
    Service.quiet = true;
    try {
      return service.call(x) + s(1);
    } finally {
      Service.quiet = false;
    }
  }

  /** Mocked by changing the class itself. */
  public static class Inlined {
    /** Stubbed. */
    public int call(int x) {
      return s(x) * 10;
    }

    /** Stubbed; does not suspend. */
    public int quiet(int x) {
      return x * 10;
    }
  }

  /** Calls the service, then suspends. */
  public static int useInlined(Inlined service, int x) {
    return service.call(x) + s(1);
  }

  /** Calls the service, then suspends. */
  public static int useQuietInlined(Inlined service, int x) {
    return service.quiet(x) + s(1);
  }

  /** Gets advice from another agent. */
  public static final class Uses implements Program {
    @Override
    public Object run(int input) {
      return twice(2);
    }

    private int twice(int x) {
      return once(x) + once(x + 1);
    }

    private static int once(int x) {
      return 2 * s(x);
    }
  }
}
