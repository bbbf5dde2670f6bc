package dev.weft.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@link Method#invoke} that can suspend: woven bodies call it where the source calls the JDK's, if
 * {@link #canSuspend} allows. It calls the woven twin of the method.
 *
 * <p>Whatever the JDK would refuse, or might, is left to the JDK: a call whose caller may not see
 * the method for a reason this class does not know, a receiver or arguments that do not fit, a
 * method without a twin. Then woven code calls {@code Method.invoke} itself, as plain code does.
 */
public final class ReflectiveCall {
  /** The place of such a call in a stack trace. */
  private static final MethodSite SITE =
      new MethodSite(
          "java.lang.reflect.Method",
          "invoke",
          "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;",
          "",
          "Method.java",
          "");

  /** What every twin is called as: receiver or null, arguments, stack. */
  private static final MethodType UNIFORM =
      MethodType.methodType(Object.class, Object.class, Object[].class, FrameStack.class);

  /**
   * The twins by the class they are looked up in, which for virtual methods is the receiver's. The
   * values refer to classes that the key's loader sees, so nothing keeps a loader alive that would
   * not be without.
   */
  private static final ClassValue<Map<Method, Optional<Target>>> TARGETS =
      new ClassValue<>() {
        @Override
        protected Map<Method, Optional<Target>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private ReflectiveCall() {}

  /** What a trace shows where this class stands in it. */
  public static StackTraceElement place() {
    return SITE.elementAt(0);
  }

  /**
   * A twin to be called.
   *
   * @param parameters of the plain method
   * @param initializer initialises the class of a static method; null for others
   */
  private record Target(
      MethodHandle twin,
      List<Class<?>> parameters,
      MethodHandles.Lookup initializer,
      Resumer resumer) {}

  /** Whether {@code caller} may call the method by the twin, and the call gets as far as that. */
  public static boolean canSuspend(
      Method method, Object receiver, Object[] arguments, Class<?> caller) {
    if (method == null || !isVisible(method, caller)) {
      return false;
    }
    Optional<Target> target = target(method, receiver);
    return target.isPresent() && fit(target.get().parameters(), arguments);
  }

  /**
   * Calls the method.
   *
   * @throws InvocationTargetException around what the method throws, also after a suspension
   */
  @Twin
  static Object invoke(Method method, Object receiver, Object[] arguments, FrameStack stack)
      throws InvocationTargetException {
    Target target = target(method, receiver).orElseThrow();
    if (target.initializer() != null) {
      initialize(target.initializer());
    }
    Object result;
    try {
      result = (Object) target.twin().invokeExact(receiver, arguments, stack);
    } catch (Throwable thrown) {
      throw new InvocationTargetException(thrown);
    }
    if (stack.isUnwinding()) {
      Frame0x0.push(stack, target.resumer(), 1);
      return null;
    }
    return result;
  }

  /** What a class initialiser throws is not wrapped. */
  private static void initialize(MethodHandles.Lookup lookup) {
    try {
      lookup.ensureInitialized(lookup.lookupClass());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // a class may always initialise itself
    }
  }

  // ---- what the JDK would allow --------------------------------------------------------------

  /** Whether the JDK lets the caller call the method; false if only the JDK can say. */
  @SuppressWarnings("deprecation") // canAccess asks about its own caller
  private static boolean isVisible(Method method, Class<?> caller) {
    Class<?> owner = method.getDeclaringClass();
    if (method.isAccessible() || caller == owner) {
      return true;
    }
    int modifiers = method.getModifiers();
    boolean isPublic = Modifier.isPublic(modifiers) && Modifier.isPublic(owner.getModifiers());
    if (isPublic) {
      return owner.getModule().isExported(owner.getPackageName(), caller.getModule());
    }
    return Modifier.isPrivate(modifiers)
        ? caller.isNestmateOf(owner)
        : caller.getClassLoader() == owner.getClassLoader()
            && caller.getPackageName().equals(owner.getPackageName());
  }

  private static boolean fit(List<Class<?>> parameters, Object[] arguments) {
    int count = arguments == null ? 0 : arguments.length;
    if (count != parameters.size()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      Object argument = arguments[i];
      Class<?> parameter = parameters.get(i);
      boolean fits =
          parameter.isPrimitive()
              ? argument != null && widens(argument.getClass(), parameter)
              : argument == null || parameter.isInstance(argument);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Whether a boxed value becomes a parameter of this type by unboxing and widening. */
  private static boolean widens(Class<?> box, Class<?> parameter) {
    if (box == Boolean.class || parameter == boolean.class) {
      return box == Boolean.class && parameter == boolean.class;
    }
    int to = width(MethodType.methodType(parameter).wrap().returnType());
    if (box == Character.class || parameter == char.class) {
      return box == Character.class && (parameter == char.class || to >= width(Integer.class));
    }
    return width(box) > 0 && width(box) <= to;
  }

  /** The place of a box in the order of widening; 0 for one that is not in it. */
  private static int width(Class<?> box) {
    if (box == Byte.class) {
      return 1;
    }
    if (box == Short.class) {
      return 2;
    }
    if (box == Integer.class) {
      return 3;
    }
    if (box == Long.class) {
      return 4;
    }
    if (box == Float.class) {
      return 5;
    }
    return box == Double.class ? 6 : 0;
  }

  // ---- the twin ------------------------------------------------------------------------------

  /** The twin that the call reaches; empty when there is none, or the receiver does not fit. */
  private static Optional<Target> target(Method method, Object receiver) {
    Class<?> start = method.getDeclaringClass();
    if (!Modifier.isStatic(method.getModifiers())) {
      if (!start.isInstance(receiver)) {
        return Optional.empty();
      }
      start = receiver.getClass();
    }
    Map<Method, Optional<Target>> known = TARGETS.get(start);
    Optional<Target> target = known.get(method);
    if (target == null) {
      target = find(method, start);
      known.put(method, target);
    }
    return target;
  }

  /**
   * Looks in the class that declares the method, then, if it can be overridden, in {@code start}.
   */
  private static Optional<Target> find(Method method, Class<?> start) {
    Class<?> owner = method.getDeclaringClass();
    MethodType type =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .appendParameterTypes(FrameStack.class);
    Optional<Target> declared = find(method, owner, type);
    boolean open =
        !Modifier.isFinal(method.getModifiers())
            && (Modifier.isPublic(method.getModifiers())
                || Modifier.isProtected(method.getModifiers()));
    return declared.isPresent() || start == owner || !open ? declared : find(method, start, type);
  }

  private static Optional<Target> find(Method method, Class<?> in, MethodType type) {
    String name = Abi.TWIN_PREFIX + method.getName();
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(in, MethodHandles.lookup());
      MethodHandle twin =
          isStatic
              ? MethodHandles.dropArguments(lookup.findStatic(in, name, type), 0, Object.class)
              : lookup.findVirtual(in, name, type);
      int parameters = type.parameterCount() - 1;
      return Optional.of(
          new Target(
              twin.asType(
                      twin.type().generic().changeParameterType(1 + parameters, FrameStack.class))
                  .asSpreader(1, Object[].class, parameters)
                  .asType(UNIFORM),
              List.of(method.getParameterTypes()),
              isStatic ? lookup : null,
              Return.of(type.returnType())));
    } catch (NoSuchMethodException | IllegalAccessException | LinkageError e) {
      return Optional.empty(); // not woven: the JDK calls the plain method
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // more arguments than a method handle takes
    }
  }

  /** What the twin returned in the end; a method of this class because traces show it. */
  private static Object returned(Class<?> type, FrameStack stack) throws InvocationTargetException {
    try {
      return Adapters.take(MethodType.methodType(type).descriptorString().charAt(2), stack);
    } catch (Throwable thrown) {
      throw new InvocationTargetException(thrown);
    }
  }

  // ---- the frame -----------------------------------------------------------------------------

  /** Goes on when the method has returned or thrown: boxes the one, wraps the other. */
  private static final class Return extends Resumer {
    private static final Map<Class<?>, Return> BY_PRIMITIVE = new ConcurrentHashMap<>();
    private static final Return REFERENCE = new Return(Object.class);

    private final Class<?> type;

    private Return(Class<?> type) {
      super(SITE);
      this.type = type;
    }

    static Return of(Class<?> type) {
      return type.isPrimitive() ? BY_PRIMITIVE.computeIfAbsent(type, Return::new) : REFERENCE;
    }

    @Override
    public void resume(Frame frame, FrameStack stack) throws InvocationTargetException {
      FrameStack.returnReference(returned(type, stack), stack);
    }
  }
}
