package dev.weft.it.outside;

import dev.weft.agent.WeftAgent;
import java.net.ServerSocket;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Attaches the agent when much has happened already, and then runs a program. */
public final class LateAttaching {
  private LateAttaching() {}

  /**
   * Uses the JDK; loads classes, if they are named; attaches the agent; and runs a program.
   *
   * @param arguments the options of the agent; of each call, several if a {@code +} stands between;
   *     the class to run; and those to load before
   */
  public static void main(String[] arguments) throws Exception {
    useTheJdk();
    for (int i = 2; i < arguments.length; i++) {
      Class.forName(arguments[i], false, LateAttaching.class.getClassLoader()); // not linked
    }
    for (String options : arguments[0].split("\\+", -1)) {
      WeftAgent.install(options);
    }
    Class.forName(arguments[1])
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[0]);
  }

  private static void useTheJdk() throws Exception {
    SSLContext.getDefault().getSupportedSSLParameters();
    new ServerSocket(0).close();
    ExecutorService pool = Executors.newFixedThreadPool(1);
    pool.submit(() -> {}).get();
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
    CompletableFuture.runAsync(() -> {}).get();
    CountDownLatch fired = new CountDownLatch(1);
    Timer timer = new Timer();
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            fired.countDown();
          }
        },
        0);
    fired.await();
    timer.cancel();
  }
}
