package dev.weft.hazard.targets;

import static dev.weft.hazard.targets.Suspending.s;

import dev.weft.hazard.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Methods of the JDK's collections that call back, and suspend there. */
public final class Callbacks {
  private Callbacks() {}

  /** Collections of each kind, with elements in a fixed order. */
  private static List<Collection<Integer>> collections() {
    List<Integer> some = List.of(1, 2, 3, 4);
    Map<Integer, Integer> map = new LinkedHashMap<>();
    some.forEach(x -> map.put(x, x));
    return List.of(
        new ArrayList<>(some),
        new ArrayList<>(some).subList(1, 3),
        new LinkedList<>(some),
        new ArrayDeque<>(some),
        new PriorityQueue<>(some),
        new LinkedHashSet<>(some),
        new TreeSet<>(some),
        new CopyOnWriteArrayList<>(some),
        new ConcurrentLinkedQueue<>(some),
        new LinkedBlockingQueue<>(some),
        map.keySet(),
        map.values(),
        new TreeMap<>(map).keySet(),
        new Own(some));
  }

  /** A collection of the application that inherits what calls back. */
  private static final class Own extends ArrayList<Integer> {
    private static final long serialVersionUID = 1;

    Own(List<Integer> some) {
      super(some);
    }
  }

  /** {@code forEach} of each kind. */
  public static final class Each implements Program {
    @Override
    public Object run(int input) {
      for (Collection<Integer> collection : collections()) {
        collection.forEach(x -> Log.add(s(x)));
      }
      List.of(1).forEach(x -> Log.add(s(x)));
      List.of(1, 2, 3).forEach(x -> Log.add(s(x)));
      Arrays.asList(4, 5).forEach(x -> Log.add(s(x)));
      Collections.unmodifiableCollection(List.of(6)).forEach(x -> Log.add(s(x)));
      Collections.checkedList(List.of(6), Integer.class).forEach(x -> Log.add(s(x)));
      Collections.singleton(7).forEach(x -> Log.add(s(x)));
      Iterator<Integer> iterator = new ArrayList<>(List.of(8, 9, 10)).iterator();
      int first = iterator.next();
      iterator.forEachRemaining(x -> Log.add(s(x)));
      return first;
    }
  }

  /** {@code removeIf} and {@code replaceAll} of each kind. */
  public static final class Changed implements Program {
    @Override
    public Object run(int input) {
      List<String> results = new ArrayList<>();
      for (Collection<Integer> collection : collections()) {
        if (collection instanceof CopyOnWriteArrayList) {
          continue; // holds a monitor meanwhile, which pins
        }
        String tried;
        try {
          tried = "" + collection.removeIf(x -> s(x) % 2 == input);
        } catch (UnsupportedOperationException e) {
          tried = e.toString();
        }
        if (collection instanceof List<Integer> list) {
          list.replaceAll(x -> s(x) * 10);
        }
        results.add(tried + collection);
      }
      return results;
    }
  }

  /** The functions of maps. */
  public static final class Maps implements Program {
    @Override
    public Object run(int input) {
      List<String> results = new ArrayList<>();
      for (Map<Integer, Integer> map :
          List.<Map<Integer, Integer>>of(
              new LinkedHashMap<>(),
              new HashMap<>(),
              new TreeMap<>(),
              new ConcurrentSkipListMap<>(),
              new IdentityHashMap<>())) {
        results.add("" + map.computeIfAbsent(1, k -> s(k) + 1));
        results.add("" + map.computeIfAbsent(1, k -> 99));
        results.add("" + map.computeIfPresent(1, (k, v) -> s(k) + v));
        results.add("" + map.compute(2, (k, v) -> v == null ? s(k) : null));
        results.add("" + map.merge(2, 5, (v, w) -> s(v) + s(w)));
        map.forEach((k, v) -> Log.add(s(k) + "=" + s(v)));
        map.replaceAll((k, v) -> s(v) + 1);
        results.add("" + map.compute(2, (k, v) -> s(k) == 2 ? null : v));
        results.add("" + map);
      }
      Map.of(3, 4).forEach((k, v) -> Log.add(s(k) + "=" + s(v)));
      Collections.unmodifiableMap(new TreeMap<>(Map.of(5, 6))).forEach((k, v) -> Log.add(s(k)));
      return results;
    }
  }

  /** A map whose monitor is held pins, and is right. */
  public static final class Locked implements Program {
    @Override
    public Object run(int input) {
      Map<Integer, Integer> map = new ConcurrentHashMap<>();
      map.put(1, 2);
      map.forEach((k, v) -> Log.add(s(k) + "=" + s(v)));
      return map;
    }
  }

  /** An {@code Optional}. */
  public static final class Optionals implements Program {
    @Override
    public Object run(int input) {
      Optional<Integer> some = input == 0 ? Optional.of(1) : Optional.empty();
      some.ifPresent(x -> Log.add(s(x)));
      some.ifPresentOrElse(x -> Log.add(s(x)), () -> Log.add(s(-1)));
      OptionalInt.of(3).ifPresent(x -> Log.add(s(x)));
      return List.of(
          some.map(x -> s(x) + 1),
          some.filter(x -> s(x) == 1),
          some.flatMap(x -> Optional.of(s(x))),
          some.or(() -> Optional.of(s(8))),
          some.orElseGet(() -> s(9)));
    }
  }

  /** What goes wrong goes wrong as ever. */
  public static final class Thrown implements Program {
    @Override
    public Object run(int input) {
      List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
      List<String> results = new ArrayList<>();
      try {
        list.forEach(x -> list.add(s(x)));
      } catch (ConcurrentModificationException e) {
        results.add("changed " + list);
      }
      Map<Integer, Integer> map = new HashMap<>();
      try {
        map.computeIfAbsent(1, k -> map.put(2, s(3)));
      } catch (ConcurrentModificationException e) {
        results.add("changed " + map);
      }
      try {
        List.of(1, 2).forEach(x -> fail(s(x)));
      } catch (IllegalStateException e) {
        results.add(e.getMessage());
      }
      try {
        Optional.empty().orElseThrow(() -> new IllegalStateException("none" + s(1)));
      } catch (IllegalStateException e) {
        results.add(e.getMessage());
      }
      return results;
    }

    private static void fail(int x) {
      throw new IllegalStateException("at " + x);
    }
  }
}
