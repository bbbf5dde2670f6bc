package dev.weft.hazard;

import static dev.weft.hazard.HazardHarness.drive;
import static dev.weft.hazard.HazardHarness.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Captures;
import dev.weft.hazard.targets.Debugged;
import dev.weft.hazard.targets.Reflected;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.ObjectStreamClass;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Hazards 74, 76 and 85: what reflection and class file readers see of a woven class. */
class ReflectionHazardsIT {

  static Stream<Class<?>> reflected() {
    return Arrays.stream(Reflected.class.getDeclaredClasses()).filter(type -> !type.isAnnotation());
  }

  @Test
  void h74_wovenBeansRecordsEnums_suspendAndAreRight() {
    verify(Reflected.Uses.class, 0, 1);
    for (Class<?> type : List.of(Reflected.Bean.class, Reflected.Coordinates.class)) {
      Set<String> points = new TreeSet<>(SuspendPoints.woven(Target.looking(type), type.getName()));
      assertTrue(points.size() > 0, type::getName);
      points.removeAll(Captures.counts().keySet());
      assertEquals(Set.of(), points);
    }
  }

  @ParameterizedTest
  @MethodSource("reflected")
  void h74_addedMembersAreSynthetic(Class<?> type) {
    ClassNode original = original(type);
    Set<String> methods =
        original.methods.stream()
            .filter(method -> (method.access & Opcodes.ACC_SYNTHETIC) == 0)
            .filter(method -> !method.name.startsWith("<"))
            .map(method -> method.name + method.desc)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> fields =
        original.fields.stream()
            .filter(field -> (field.access & Opcodes.ACC_SYNTHETIC) == 0)
            .map(field -> field.name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        methods,
        notSynthetic(type.getDeclaredMethods())
            .map(method -> method.getName() + descriptor((Method) method))
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(
        fields,
        notSynthetic(type.getDeclaredFields())
            .map(Member::getName)
            .collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(
        original.methods.stream().filter(method -> method.name.equals("<init>")).count(),
        type.getDeclaredConstructors().length);
    assertEquals(
        original.interfaces.stream().map(name -> name.replace('/', '.')).toList(),
        Arrays.stream(type.getInterfaces())
            .map(Class::getName)
            .filter(name -> !name.startsWith("dev.weft.abi."))
            .toList());
  }

  private static Stream<Member> notSynthetic(Member[] members) {
    return Arrays.stream(members).filter(member -> !member.isSynthetic());
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  @Test
  void h74_defaultSerialVersionUnchanged() {
    ClassNode original = new ClassNode();
    new ClassReader(bytes(Reflected.Bean.class)).accept(new VersionAdder(original), 0);
    FieldNode version =
        original.fields.stream()
            .filter(field -> field.name.equals("serialVersionUID"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        version.value, ObjectStreamClass.lookup(Reflected.Bean.class).getSerialVersionUID());
  }

  /** The constructor of its superclass is for subclasses. */
  private static final class VersionAdder extends SerialVersionUIDAdder {
    VersionAdder(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }
  }

  @Test
  void h74_introspectorSeesTheSameProperties() throws Exception {
    assertEquals(
        List.of("class", "empty", "name", "size"),
        Arrays.stream(Introspector.getBeanInfo(Reflected.Bean.class).getPropertyDescriptors())
            .map(PropertyDescriptor::getName)
            .toList());
  }

  @Test
  void h74_recordsEnumsAndHandles_work() throws Throwable {
    assertEquals(2, Reflected.Coordinates.class.getRecordComponents().length);
    assertEquals(new Reflected.Coordinates(1, 2), new Reflected.Coordinates(1, 2));
    assertEquals("Coordinates[x=1, y=2]", new Reflected.Coordinates(1, 2).toString());
    assertEquals(Reflected.Operation.PLUS, Reflected.Operation.valueOf("PLUS"));
    assertTrue(Reflected.Shape.class.isSealed());
    int sum =
        (int)
            MethodHandles.lookup()
                .findVirtual(
                    Reflected.Operation.class,
                    "apply",
                    MethodType.methodType(int.class, int.class, int.class))
                .invokeExact(Reflected.Operation.PLUS, 1, 2);
    assertEquals(3, sum);
    assertEquals("string x", drive(() -> new Reflected.Bean().overloaded("x")));
  }

  @Test
  void h76_attributesKept() {
    reflected()
        .forEach(
            type -> {
              ClassNode original = original(type);
              ClassNode woven = new ClassNode();
              new ClassReader(wovenBytes(type)).accept(woven, 0);
              assertEquals(original.signature, woven.signature);
              assertEquals(original.nestHostClass, woven.nestHostClass);
              assertEquals(original.permittedSubclasses, woven.permittedSubclasses);
              assertEquals(original.sourceFile, woven.sourceFile);
              assertEquals(sizes(original), sizes(woven), type::getName);
              for (MethodNode method : original.methods) {
                assertEquals(
                    facts(method), facts(find(woven, method.name + method.desc)), method.name);
              }
            });
  }

  private static List<Integer> sizes(ClassNode type) {
    return Stream.of(
            type.visibleAnnotations,
            type.recordComponents,
            type.visibleTypeAnnotations,
            type.innerClasses,
            type.permittedSubclasses)
        .map(list -> list == null ? 0 : list.size())
        .toList();
  }

  private static List<String> facts(MethodNode method) {
    return Stream.of(
            method.access,
            method.signature,
            method.exceptions,
            size(method.parameters),
            size(method.visibleAnnotations),
            size(method.visibleTypeAnnotations),
            method.visibleParameterAnnotations == null ? 0 : 1,
            size(method.visibleLocalVariableAnnotations),
            size(method.localVariables),
            lines(method))
        .map(String::valueOf)
        .toList();
  }

  private static int size(List<?> list) {
    return list == null ? 0 : list.size();
  }

  @Test
  void h76_linesAndVariablesInAllBodies() {
    ClassNode woven = new ClassNode();
    new ClassReader(wovenBytes(Reflected.Bean.class)).accept(woven, 0);
    List<MethodNode> bodies =
        woven.methods.stream().filter(method -> method.name.endsWith("scanned")).toList();
    assertEquals(3, bodies.size(), "plain, twin and resume");
    Set<Integer> lines = lines(find(original(Reflected.Bean.class), bodies.get(0).name));
    for (MethodNode body : bodies) {
      assertTrue(!lines(body).isEmpty() && lines.containsAll(lines(body)), body.name);
      List<String> variables =
          body.localVariables.stream().map((LocalVariableNode variable) -> variable.name).toList();
      // Nobody reads "more" again behind the suspend point: there it has no value.
      List<String> wanted =
          body.name.contains("resume") ? List.of("list") : List.of("more", "list");
      assertTrue(variables.containsAll(wanted), () -> body.name + variables);
    }
  }

  @Test
  void h76_restOfLineBehindSuspendPoint_hasItsLine() {
    verify(Debugged.RestOfLine.class, 0, 1, 2, 3, 4);
  }

  /** A debugger would show whatever is in the slot of a variable that was not restored. */
  @Test
  void h76_resumeBody_showsVariablesWhereTheyHaveTheirValue() {
    verify(Debugged.Variables.class, 3);
    ClassNode woven = new ClassNode();
    new ClassReader(wovenBytes(Debugged.Variables.class)).accept(woven, 0);
    MethodNode resume = find(woven, "$weft-resume$0$run");
    int store = indexOfSecondStore(resume);
    List<String> known =
        resume.localVariables.stream()
            .filter(v -> index(resume, v.start) <= store && store < index(resume, v.end))
            .map(v -> v.name)
            .sorted()
            .toList();
    assertEquals(List.of("late"), known, "behind the second suspend point");
    assertTrue(resume.localVariables.stream().anyMatch(v -> v.name.equals("dead")));
    assertTrue(resume.localVariables.stream().noneMatch(v -> v.name.equals("input")));
  }

  /** Where {@code second} is stored. */
  private static int indexOfSecondStore(MethodNode resume) {
    int slot =
        resume.localVariables.stream()
            .filter(v -> v.name.equals("second"))
            .findFirst()
            .orElseThrow()
            .index;
    for (int i = 0; i < resume.instructions.size(); i++) {
      if (resume.instructions.get(i) instanceof VarInsnNode store
          && store.getOpcode() == Opcodes.ISTORE
          && store.var == slot) {
        return i;
      }
    }
    throw new AssertionError("second is never stored");
  }

  private static int index(MethodNode method, LabelNode label) {
    return method.instructions.indexOf(label);
  }

  private static Set<Integer> lines(MethodNode method) {
    return Arrays.stream(method.instructions.toArray())
        .filter(org.objectweb.asm.tree.LineNumberNode.class::isInstance)
        .map(node -> ((org.objectweb.asm.tree.LineNumberNode) node).line)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static MethodNode find(ClassNode type, String start) {
    return type.methods.stream()
        .filter(method -> (method.name + method.desc).startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError(type.name + "." + start));
  }

  @ParameterizedTest
  @MethodSource("reflected")
  void h85_twinsCarryNoAnnotationsNorSignatures(Class<?> type) {
    Set<String> written =
        original(type).methods.stream()
            .map(method -> method.name + method.desc)
            .collect(Collectors.toSet());
    for (Method method : type.getDeclaredMethods()) {
      if (!written.contains(method.getName() + descriptor(method))) {
        assertEquals(0, method.getAnnotations().length, method::toString);
        assertTrue(withoutParameterAnnotations(method), method::toString);
        assertEquals(method.toString(), method.toGenericString(), method::toString);
      }
    }
  }

  private static boolean withoutParameterAnnotations(Executable method) {
    return Arrays.stream(method.getParameterAnnotations())
        .flatMap((Annotation[] each) -> Arrays.stream(each))
        .allMatch(Objects::isNull);
  }

  @Test
  void h85_scanningFindsEachMethodOnce() {
    for (Method[] methods :
        List.of(Reflected.Bean.class.getDeclaredMethods(), Reflected.Bean.class.getMethods())) {
      assertEquals(
          List.of("scanned"),
          Arrays.stream(methods)
              .filter(method -> method.isAnnotationPresent(Reflected.Scanned.class))
              .map(Method::getName)
              .toList());
    }
  }

  private static ClassNode original(Class<?> type) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes(type)).accept(node, 0);
    return node;
  }

  private static byte[] bytes(Class<?> type) {
    return SuspendPoints.classFile(Target.looking(type), type.getName());
  }

  private static byte[] wovenBytes(Class<?> type) {
    return WovenBytes.of(Target.looking(type), type.getName());
  }
}
