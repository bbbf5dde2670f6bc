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
}
