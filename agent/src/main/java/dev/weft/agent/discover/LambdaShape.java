package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * An {@code invokedynamic} that creates a lambda: by the JDK's metafactory, or by ours in a class
 * that was woven before.
 *
 * @param name name of the functional method
 * @param functionalType the functional interface
 * @param descriptor erased descriptor of the functional method
 * @param implementation the method that is the body
 */
public record LambdaShape(
    String name, Type functionalType, Type descriptor, Handle implementation) {
  static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String LEADING =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;";
  private static final String CALL_SITE = ")Ljava/lang/invoke/CallSite;";

  /** Both methods that make lambdas, with their descriptors: another handle links to an error. */
  private static final Map<String, String> FACTORIES =
      Map.of(
          "metafactory",
          LEADING
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;"
              + CALL_SITE,
          "altMetafactory",
          LEADING + "[Ljava/lang/Object;" + CALL_SITE);

  /** The shape of an instruction; empty when it creates something else. */
  public static Optional<LambdaShape> of(
      String name, String factory, Handle bootstrap, Object[] arguments) {
    boolean metafactory =
        bootstrap.getTag() == Opcodes.H_INVOKESTATIC
            && !bootstrap.isInterface()
            && bootstrap.getOwner().equals(METAFACTORY)
            && bootstrap.getDesc().equals(FACTORIES.get(bootstrap.getName()));
    if ((metafactory || bootstrap.equals(RuntimeNames.LAMBDA))
        && arguments.length >= 3
        && arguments[0] instanceof Type descriptor
        && arguments[1] instanceof Handle implementation) {
      return Optional.of(
          new LambdaShape(name, Type.getReturnType(factory), descriptor, implementation));
    }
    return Optional.empty();
  }
}
