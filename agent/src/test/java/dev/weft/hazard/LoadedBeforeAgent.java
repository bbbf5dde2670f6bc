package dev.weft.hazard;

import dev.weft.hazard.targets.Early;
import java.io.File;
import net.bytebuddy.agent.ByteBuddyAgent;

/** A program whose first class is loaded before the agent arrives. */
final class LoadedBeforeAgent {
  private LoadedBeforeAgent() {}

  public static void main(String[] arguments) {
    int before = new Early().callsM(1) + Early.shared(1);
    ByteBuddyAgent.attach(
        new File(arguments[0]),
        Long.toString(ProcessHandle.current().pid()),
        "include=" + Target.PACKAGE + "**");
    System.out.println("before " + before + " " + new Early().m(1));
    After.run();
  }

  /** Refers to the runtime, which must not be loaded before the agent. */
  private static final class After {
    private After() {}

    static void run() {
      Target late = Target.of(dev.weft.hazard.targets.Late.class);
      System.out.println("plain " + HazardHarness.plainResult(late, 0));
      System.out.println("callsM " + HazardHarness.suspended(late, 0).result());
      System.out.println("direct " + HazardHarness.suspended(late, 1).result());
    }
  }
}
