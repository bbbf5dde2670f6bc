package dev.weft.agent.companion;

import dev.weft.abi.MethodSite;
import dev.weft.abi.Resumer;
import dev.weft.agent.discover.ClassSource;
import dev.weft.agent.discover.CompanionTable;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.WeaveResult;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the companions of JDK classes when they are first asked for. A class whose companion cannot
 * be made goes without, which is told once; its methods are called plainly, as ever. Thread-safe.
 */
public final class Companions {
  private final ClassSource jdk;
  private final Supplier<ClassWeaver> weaver;
  private final Supplier<MethodHandles.Lookup> trusted;
  private final Consumer<Class<?>> prepare;
  private final Consumer<String> log;
  private final ClassValue<Optional<MethodHandles.Lookup>> companions =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandles.Lookup> computeValue(Class<?> type) {
          return make(type);
        }
      };

  /**
   * Companions, none yet.
   *
   * @param weaver for the companions, all of whose methods are suspendable for it
   * @param trusted a look-up that may do anything in any class
   * @param prepare lets the original code of a class get on with a copy; throws if it cannot
   */
  public Companions(
      ClassSource jdk,
      Supplier<ClassWeaver> weaver,
      Supplier<MethodHandles.Lookup> trusted,
      Consumer<Class<?>> prepare,
      Consumer<String> log) {
    this.jdk = jdk;
    this.weaver = weaver;
    this.trusted = trusted;
    this.prepare = prepare;
    this.log = log;
  }

  /** A look-up in the companion of a class; empty when it has none. */
  public Optional<MethodHandles.Lookup> of(Class<?> type) {
    return companions.get(type);
  }

  private Optional<MethodHandles.Lookup> make(Class<?> type) {
    try {
      String name = type.getName().replace('.', '/');
      Optional<byte[]> copy = jdk.bytes(name).flatMap(bytes -> CompanionCopy.of(bytes, jdk));
      if (copy.isEmpty()) {
        return Optional.empty();
      }
      prepare.accept(type);
      WeaveResult woven = weaver.get().weave(copy.get());
      byte[] bytes = ResumeSwitch.addTo(woven.bytes().orElse(copy.get()));
      return Optional.of(
          trusted.get().in(type).defineHiddenClass(bytes, false, ClassOption.NESTMATE));
    } catch (IllegalAccessException | RuntimeException | LinkageError e) {
      log.accept(
          "no suspendable copy of the JDK's "
              + type.getName()
              + ", whose methods pin now: "
              + e
              + "; is this a JDK that Weft does not know?");
      return Optional.empty();
    }
  }

  /** The resumer of a method of a companion; empty when {@code caller} is not one. */
  public static Optional<Resumer> resumer(MethodHandles.Lookup caller, MethodSite site) {
    Class<?> companion = caller.lookupClass();
    if (!companion.isHidden() || !Resumer.class.isAssignableFrom(companion)) {
      return Optional.empty();
    }
    String name = companion.getName();
    MethodSite copied =
        new MethodSite(
            name.substring(0, name.lastIndexOf(CompanionTable.SUFFIX)),
            site.methodName(),
            site.descriptor(),
            site.resumeName(),
            site.file(),
            site.lines());
    try {
      return Optional.of(
          (Resumer)
              caller
                  .findConstructor(
                      companion, MethodType.methodType(void.class, MethodSite.class, int.class))
                  .invoke(copied, ResumeSwitch.numberOf(site.resumeName())));
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make the resumer of " + copied, e);
    }
  }

  /**
   * What a companion may not use although the class that it stands for may: a member that is
   * protected in another package.
   *
   * @param kind {@link InheritedMembers#GET}, and so on
   * @throws IllegalCallerException if {@code caller} is not a companion
   */
  public MethodHandle inherited(
      MethodHandles.Lookup caller, String name, MethodType type, Class<?> declaring, int kind)
      throws ReflectiveOperationException {
    Class<?> companion = caller.lookupClass();
    if (!companion.isHidden()
        || companion.getClassLoader() != null
        || !Resumer.class.isAssignableFrom(companion)) {
      throw new IllegalCallerException(companion + " is no companion of a class of the JDK");
    }
    return InheritedMembers.find(trusted.get().in(declaring), name, type, declaring, kind)
        .asType(type);
  }
}
