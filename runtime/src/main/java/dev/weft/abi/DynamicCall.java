package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.reflect.Modifier;
import java.util.Optional;

/**
 * A call site that finds out by the receiver's class whether the callee has a woven twin, and
 * remembers it: an inline cache of {@link #DEPTH} classes, then a look-up per class.
 */
@SuppressWarnings("UnusedMethod") // some are reached through method handles alone
final class DynamicCall extends MutableCallSite {
  private static final int DEPTH = 6;
  private static final MethodHandle SAME_CLASS;
  private static final MethodHandle SELECT;
  private static final MethodHandle LOOK_UP;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SAME_CLASS =
          lookup.findStatic(
              DynamicCall.class,
              "sameClass",
              MethodType.methodType(boolean.class, Class.class, Object.class));
      SELECT =
          lookup.findVirtual(
              DynamicCall.class, "select", MethodType.methodType(MethodHandle.class, Object.class));
      LOOK_UP =
          lookup.findVirtual(
              DynamicCall.class, "lookUp", MethodType.methodType(MethodHandle.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String twinName;
  private final MethodType twinType;
  private final MethodHandle plain;
  private final ClassValue<MethodHandle> targets =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return targetFor(type);
        }
      };

  private int cached;

  private DynamicCall(String twinName, MethodType type, MethodHandle plain) {
    super(type);
    this.twinName = twinName;
    this.twinType = type.dropParameterTypes(0, 1);
    this.plain = dropStack(plain, type);
    setTarget(MethodHandles.foldArguments(MethodHandles.exactInvoker(type), selector(SELECT)));
  }

  static CallSite link(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      MethodHandle plain,
      boolean isStatic) {
    if (!Abi.isAgentPresent()) {
      return new ConstantCallSite(dropStack(plain, type));
    }
    String twinName = Abi.TWIN_PREFIX + name;
    if (!isStatic) {
      return type.parameterType(0).getClassLoader() == null
          ? linkJdk(caller, twinName, type, plain)
          : new DynamicCall(twinName, type, plain);
    }
    MethodHandleInfo info = caller.revealDirect(plain);
    return new ConstantCallSite(
        staticTwin(info.getDeclaringClass(), twinName, type)
            .orElseGet(() -> dropStack(plain, type)));
  }

  /** Nobody overrides a private method, nor what is called by {@code super}. */
  private static CallSite linkJdk(
      MethodHandles.Lookup caller, String twinName, MethodType type, MethodHandle plain) {
    MethodHandleInfo info = caller.revealDirect(plain);
    boolean isFixed =
        info.getReferenceKind() == MethodHandleInfo.REF_invokeSpecial
            || Modifier.isPrivate(info.getModifiers());
    if (!isFixed) {
      return new DynamicCall(twinName, type, plain);
    }
    MethodType ofDeclaring = type.changeParameterType(0, info.getDeclaringClass());
    return new ConstantCallSite(
        CompanionCalls.twinOf(info.getDeclaringClass(), twinName, ofDeclaring)
            .map(twin -> twin.asType(type))
            .orElseGet(() -> dropStack(plain, type)));
  }

  private static Optional<MethodHandle> staticTwin(
      Class<?> owner, String twinName, MethodType type) {
    try {
      return Optional.of(
          MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
              .findStatic(owner, twinName, type)
              .asType(type));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return owner.getClassLoader() == null // else not woven: the plain method serves
          ? CompanionCalls.twinOf(owner, twinName, type)
          : Optional.empty();
    }
  }

  private static MethodHandle dropStack(MethodHandle plain, MethodType type) {
    return MethodHandles.dropArguments(
            plain, plain.type().parameterCount(), type.lastParameterType())
        .asType(type);
  }

  private MethodHandle selector(MethodHandle choose) {
    return choose
        .bindTo(this)
        .asType(MethodType.methodType(MethodHandle.class, type().parameterType(0)));
  }

  private static boolean sameClass(Class<?> type, Object receiver) {
    return receiver != null && receiver.getClass() == type;
  }

  private MethodHandle lookUp(Object receiver) {
    return receiver == null ? plain : targets.get(receiver.getClass());
  }

  /** The slow path: finds the target for this receiver, and puts a test for it in front. */
  private synchronized MethodHandle select(Object receiver) {
    if (receiver == null) {
      return plain; // throws the NullPointerException of the original call
    }
    MethodHandle target = targetFor(receiver.getClass());
    MethodHandle test = SAME_CLASS.bindTo(receiver.getClass());
    cached++;
    setTarget(
        cached > DEPTH
            ? MethodHandles.foldArguments(MethodHandles.exactInvoker(type()), selector(LOOK_UP))
            : MethodHandles.guardWithTest(
                test.asType(MethodType.methodType(boolean.class, type().parameterType(0))),
                target,
                getTarget()));
    return target;
  }

  /** The twin, or the plain method for a class that is not woven, or hidden in its module. */
  private MethodHandle targetFor(Class<?> receiver) {
    try {
      return MethodHandles.privateLookupIn(receiver, MethodHandles.lookup())
          .findVirtual(receiver, twinName, twinType)
          .asType(type());
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return CompanionCalls.twin(receiver, twinName, twinType)
          .map(twin -> twin.asType(type()))
          .orElse(plain);
    }
  }
}
