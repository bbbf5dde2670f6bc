package dev.weft.agent.discover;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Type;

/** The closed list of methods of the JDK that may block, and what would serve each. Immutable. */
public final class BlockingMethods {
  private static final String LIST = "META-INF/weft/blocking-methods";

  private final Map<String, List<BlockingMethod>> byName = new HashMap<>();

  private BlockingMethods() {}

  /**
   * One of them.
   *
   * @param owner internal name of the type, whose subtypes in the JDK count as well
   * @param parameters how many, or a negative number for any
   * @param tier what would serve it
   * @param byReceiver whether the receiver tells if the call blocks at all
   */
  public record BlockingMethod(String owner, int parameters, String tier, boolean byReceiver) {}

  /** Reads the list. */
  public static BlockingMethods load() {
    BlockingMethods methods = new BlockingMethods();
    try (InputStream stream = BlockingMethods.class.getResourceAsStream("/" + LIST)) {
      for (ListedLine line : ListedLine.of(LIST, stream.readAllBytes())) {
        methods.add(line.text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return methods;
  }

  private void add(String line) {
    int colon = line.lastIndexOf(": ");
    String tier = line.substring(0, colon).replace("\\", "");
    boolean byReceiver = tier.endsWith("*");
    String[] words = line.substring(colon + 2).split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      int slash = words[i].indexOf('/');
      String name = slash < 0 ? words[i] : words[i].substring(0, slash);
      byName
          .computeIfAbsent(name, key -> new ArrayList<>())
          .add(
              new BlockingMethod(
                  words[0].replace('.', '/'),
                  slash < 0 ? -1 : Integer.parseInt(words[i].substring(slash + 1)),
                  byReceiver ? tier.substring(0, tier.length() - 1) : tier,
                  byReceiver));
    }
  }

  /** All of them. */
  public List<BlockingMethod> all() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  /** Whether some method of this name is on the list. */
  public boolean mayContain(String name) {
    return byName.containsKey(name);
  }

  /**
   * What a call reaches, if that is on the list and the JDK's: an override of the user's is not.
   */
  public Optional<BlockingMethod> find(
      Hierarchy hierarchy, String owner, String name, String descriptor) {
    List<BlockingMethod> candidates = byName.getOrDefault(name, List.of());
    if (candidates.isEmpty() || owner.startsWith("[")) {
      return Optional.empty();
    }
    int parameters = Type.getArgumentTypes(descriptor).length;
    Optional<ClassOutline> declaring =
        hierarchy.resolve(owner, name, descriptor).map(Hierarchy.Declaration::owner);
    if (declaring.isEmpty() || !JdkTypes.isJdk(declaring.get().name())) {
      return Optional.empty();
    }
    for (BlockingMethod method : candidates) {
      if ((method.parameters() < 0 || method.parameters() == parameters)
          && (declaring.get().name().equals(method.owner())
              || (!name.startsWith("<") && hierarchy.isSubtype(declaring.get(), method.owner())))) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
