package dev.weft.agent.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.kit.ClassPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Threads that weave at once, with the same outlines and answers, make what one thread makes. */
class ParallelWeavingTest {
  private static final int THREADS = 8;

  private static ClassPool pool() {
    ClassPool pool = ClassPool.of().include("dev.weft.agent.**|dev.weft.hazard.**").chaos();
    pool.lookup(); // made once, as the agent does, before threads share it
    return pool;
  }

  private static List<String> names() throws Exception {
    List<String> names = new ArrayList<>();
    for (Class<?> root : List.of(ParallelWeavingTest.class, ClassWeaver.class)) {
      Path folder = Path.of(root.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
            .filter(file -> file.endsWith(".class") && file.startsWith("dev/weft/"))
            .forEach(file -> names.add(file.substring(0, file.length() - 6)));
      }
    }
    return names;
  }

  @Test
  void weave_byManyThreadsInAnyOrder_sameBytesAsByOne() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("ParallelWeavingTest: -Dseed=" + seed);
    List<String> names = names();
    assertTrue(names.size() > 200, "only " + names.size() + " classes");
    ClassPool alone = pool();
    Map<String, byte[]> expected = new HashMap<>();
    names.forEach(name -> expected.put(name, alone.woven(name)));
    ClassPool shared = pool();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Map<String, byte[]>>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<String> order = new ArrayList<>(names);
        Collections.shuffle(order, new Random(seed + i));
        all.add(threads.submit(() -> weave(order, shared)));
      }
      for (Future<Map<String, byte[]>> woven : all) {
        woven.get().forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<String, byte[]> weave(List<String> names, ClassPool pool) {
    Map<String, byte[]> woven = new HashMap<>();
    for (String name : names) {
      woven.put(name, pool.woven(name));
    }
    return woven;
  }
}
