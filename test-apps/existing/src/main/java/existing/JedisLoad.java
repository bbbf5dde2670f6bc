package existing;

import java.util.List;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Counts, and hands work from thread to thread, by Redis, with fewer connections than threads. */
public final class JedisLoad {
  private static final int PAIRS = 20;
  private static final int ITEMS = 20;

  private JedisLoad() {}

  /** Takes the server's port. */
  public static void main(String[] arguments) throws Exception {
    ConnectionPoolConfig config = new ConnectionPoolConfig();
    config.setMaxTotal(PAIRS + PAIRS / 2); // all who wait for work, and some of those who give it
    try (RedisClient redis =
        RedisClient.builder()
            .hostAndPort("127.0.0.1", Integer.parseInt(arguments[0]))
            .poolConfig(config)
            .build()) {
      long sum =
          Load.sum(2 * PAIRS, i -> () -> i % 2 == 0 ? take(redis, i / 2) : give(redis, i / 2));
      System.out.println("taken and given " + sum);
      System.out.println("counted " + redis.get("count") + ", left " + redis.keys("work*"));
    }
  }

  private static long give(RedisClient redis, int pair) {
    long given = 0;
    for (int i = 0; i < ITEMS; i++) {
      redis.rpush("work" + pair, Integer.toString(pair * i));
      redis.incr("count");
      given += (long) pair * i;
    }
    return given;
  }

  private static long take(RedisClient redis, int pair) {
    long taken = 0;
    for (int i = 0; i < ITEMS; i++) {
      List<String> item = redis.blpop(60, "work" + pair);
      taken += Long.parseLong(item.get(1));
    }
    return taken;
  }
}
