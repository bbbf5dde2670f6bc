package existing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Counts, and hands work from thread to thread, by Lettuce's synchronous commands: all threads
 * share a connection, but those that wait for work have one each.
 */
public final class LettuceLoad {
  private static final int PAIRS = 20;
  private static final int ITEMS = 20;

  private LettuceLoad() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + arguments[0]);
    try (StatefulRedisConnection<String, String> shared = client.connect()) {
      RedisCommands<String, String> redis = shared.sync();
      long sum =
          Load.sum(2 * PAIRS, i -> () -> i % 2 == 0 ? take(client, i / 2) : give(redis, i / 2));
      System.out.println("taken and given " + sum);
      System.out.println("counted " + redis.get("count") + ", left " + redis.keys("work*"));
    } finally {
      client.shutdown();
    }
  }

  private static long give(RedisCommands<String, String> redis, int pair) {
    long given = 0;
    for (int i = 0; i < ITEMS; i++) {
      redis.rpush("work" + pair, Integer.toString(pair * i));
      redis.incr("count");
      given += (long) pair * i;
    }
    return given;
  }

  private static long take(RedisClient client, int pair) {
    try (StatefulRedisConnection<String, String> own = client.connect()) {
      long taken = 0;
      for (int i = 0; i < ITEMS; i++) {
        taken += Long.parseLong(own.sync().blpop(60, "work" + pair).getValue());
      }
      return taken;
    }
  }
}
