package dev.weft.agent.discover;

/**
 * A lambda expression or method reference in a class.
 *
 * @param enclosing name and descriptor of the method that creates it
 * @param functionalType internal name of the functional interface
 * @param functionalName name of its method
 * @param functionalDescriptor erased descriptor of its method
 * @param bodyOwner internal name of the class that has the implementation method
 * @param bodyName name of the implementation method
 * @param bodyDescriptor descriptor of the implementation method
 */
public record LambdaUse(
    String enclosing,
    String functionalType,
    String functionalName,
    String functionalDescriptor,
    String bodyOwner,
    String bodyName,
    String bodyDescriptor) {

  /** Name and descriptor of the implementation method. */
  public String body() {
    return bodyName + bodyDescriptor;
  }

  /** The use that an instruction of this shape makes. */
  public static LambdaUse of(String enclosing, LambdaShape shape) {
    return new LambdaUse(
        enclosing,
        shape.functionalType().getInternalName(),
        shape.name(),
        shape.descriptor().getDescriptor(),
        shape.implementation().getOwner(),
        shape.implementation().getName(),
        shape.implementation().getDesc());
  }
}
