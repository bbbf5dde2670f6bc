package dev.weft.neighbours.targets;

import static dev.weft.neighbours.targets.Suspending.s;

import java.util.List;
import java.util.Map;

/** What mappers read and write. */
public class Entity {
  private long id;
  private String name = "";
  private boolean active;

  /** Nested data. */
  public record Part(int number, List<String> tags) {
    /** Suspends, and is no property of the record. */
    public int doubled() {
      return 2 * s(number);
    }
  }

  /** Kinds. */
  public enum Kind {
    SMALL,
    LARGE;

    /** Suspends. */
    public int weight() {
      return s(ordinal()) + 1;
    }
  }

  private Map<Kind, Part> parts = Map.of();

  /** Property. */
  public long getId() {
    return id;
  }

  /** Property; suspends. */
  public void setId(long id) {
    this.id = s((int) id);
  }

  /** Property. */
  public String getName() {
    return name;
  }

  /** Property. */
  public void setName(String name) {
    this.name = Suspending.so(name);
  }

  /** Property. */
  public boolean isActive() {
    return active;
  }

  /** Property. */
  public void setActive(boolean active) {
    this.active = active;
  }

  /** Property; suspends. */
  public Map<Kind, Part> getParts() {
    s(1);
    return parts;
  }

  /** Property. */
  public void setParts(Map<Kind, Part> parts) {
    this.parts = parts;
  }
}
