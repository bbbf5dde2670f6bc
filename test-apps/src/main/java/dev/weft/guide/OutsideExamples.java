package dev.weft.guide;

import dev.weft.hub.Hub;
import dev.weft.hub.Task;
import dev.weft.sync.Promise;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Work that is done by threads. */
public final class OutsideExamples {
  private OutsideExamples() {}

  public static void offload() throws Exception {
    // example: offload
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Hub.run(
        () -> {
          Promise<String> answer = new Promise<>();
          threads.execute(() -> answer.complete(readSlowly()));
          Task.spawn(() -> System.out.println("others run meanwhile"));
          System.out.println(answer.result());
        });
    threads.shutdown();
    // end
  }

  // example: read-slowly
  private static String readSlowly() {
    try {
      Thread.sleep(50); // blocks its thread, as a file or a database would
      return "read";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  // end
}
