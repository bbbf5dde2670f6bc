package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeAnnotationNode;

/**
 * Hazard 67: what compilers write beside the code is in the woven class files too, as it was:
 * records, sealed types, nests, annotations, and the tables of the plain bodies.
 */
class AttributesIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "kotlin,kotlin-stdlib",
    "scala2,scala-library",
    "scala3,scala-library",
    "groovy,groovy",
    "ecj,''"
  })
  void h67_attributesOfOtherCompilers_areKept(String compiler, String library) throws IOException {
    CompiledPrograms programs = new CompiledPrograms(compiler, library);
    String options = "include=dev.weft.neighbours.targets." + compiler + ".**,dump=" + folder;
    programs.plainRun(Jvm.withAgent(options));
    Path before = folder.resolve("before");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(before)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).toList();
    }
    assertTrue(files.size() > 10, () -> files.size() + " woven classes");
    for (Path file : files) {
      ClassNode original = read(file);
      ClassNode woven = read(folder.resolve("after").resolve(before.relativize(file)));
      Map<String, MethodNode> bodies = new TreeMap<>();
      woven.methods.forEach(method -> bodies.put(method.name + method.desc, method));
      assertEquals(facts(original), facts(woven), original.name);
      for (MethodNode method : original.methods) {
        String key = method.name + method.desc;
        assertEquals(facts(method), facts(bodies.get(key)), original.name + "." + key);
      }
    }
  }

  private static ClassNode read(Path file) {
    ClassNode node = new ClassNode();
    new ClassReader(CompiledPrograms.read(file)).accept(node, 0);
    return node;
  }

  private static List<String> facts(ClassNode type) {
    List<String> facts = new ArrayList<>();
    facts.add("version " + type.version + " access " + type.access);
    // Two additions are in docs/limits.md: marker interfaces, and the serial version there was.
    String signature = String.valueOf(type.signature).replaceAll("Ldev/weft/abi/marker/\\w+;", "");
    facts.add("super " + type.superName + " signature " + signature);
    facts.add("source " + type.sourceFile + " debug " + type.sourceDebug);
    facts.add("outer " + type.outerClass + " " + type.outerMethod + " " + type.outerMethodDesc);
    facts.add("nest " + type.nestHostClass + " " + type.nestMembers);
    facts.add("permits " + type.permittedSubclasses);
    facts.add("inner " + texts(type.innerClasses, inner -> inner.name + " " + inner.access));
    facts.add("annotations " + annotations(type.visibleAnnotations, type.invisibleAnnotations));
    facts.add("types " + types(type.visibleTypeAnnotations, type.invisibleTypeAnnotations));
    facts.add("record " + texts(type.recordComponents, AttributesIT::fact));
    List<FieldNode> fields = new ArrayList<>(type.fields);
    fields.removeIf(
        field ->
            field.name.equals("serialVersionUID") && (field.access & Opcodes.ACC_SYNTHETIC) != 0);
    facts.add(
        "fields "
            + texts(
                fields,
                field ->
                    field.name
                        + field.desc
                        + field.signature
                        + types(field.visibleTypeAnnotations, field.invisibleTypeAnnotations)));
    return facts;
  }

  private static String fact(RecordComponentNode component) {
    return component.name
        + component.descriptor
        + component.signature
        + annotations(component.visibleAnnotations, component.invisibleAnnotations)
        + types(component.visibleTypeAnnotations, component.invisibleTypeAnnotations);
  }

  private static List<String> facts(MethodNode method) {
    List<String> facts = new ArrayList<>();
    facts.add("access " + method.access + " signature " + method.signature);
    facts.add("throws " + method.exceptions);
    facts.add("parameters " + texts(method.parameters, p -> p.name + " " + p.access));
    facts.add("annotations " + annotations(method.visibleAnnotations, method.invisibleAnnotations));
    facts.add("types " + types(method.visibleTypeAnnotations, method.invisibleTypeAnnotations));
    facts.add("variables " + texts(method.localVariables, v -> fact(method, v)));
    facts.add(
        "of variables "
            + texts(method.visibleLocalVariableAnnotations, a -> a.desc + a.values + a.index));
    facts.add("handlers " + texts(method.tryCatchBlocks, AttributesIT::fact));
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.visibleTypeAnnotations != null) {
        facts.add("code " + types(instruction.visibleTypeAnnotations, null));
      }
    }
    return facts;
  }

  private static String fact(MethodNode method, LocalVariableNode variable) {
    return variable.name
        + variable.desc
        + variable.signature
        + variable.index
        + "@"
        + position(method, variable.start)
        + "-"
        + position(method, variable.end);
  }

  private static String fact(TryCatchBlockNode block) {
    return block.type + types(block.visibleTypeAnnotations, block.invisibleTypeAnnotations);
  }

  private static String annotations(List<AnnotationNode> visible, List<AnnotationNode> invisible) {
    return texts(visible, a -> a.desc) + texts(invisible, a -> a.desc);
  }

  private static String types(
      List<TypeAnnotationNode> visible, List<TypeAnnotationNode> invisible) {
    Function<TypeAnnotationNode, String> text = a -> a.desc + a.values + a.typeRef + a.typePath;
    return texts(visible, text) + texts(invisible, text);
  }

  private static <T> String texts(List<T> items, Function<T, String> text) {
    return items == null ? "[]" : items.stream().map(text).toList().toString();
  }

  /**
   * Where a label stands; casts do not count, because the woven class has one behind a lambda, nor
   * do checks behind calls that may block.
   */
  private static long position(MethodNode method, LabelNode label) {
    int index = method.instructions.indexOf(label);
    return IntStream.range(0, index)
        .mapToObj(method.instructions::get)
        .filter(each -> each.getOpcode() != Opcodes.CHECKCAST && !isCheck(each))
        .count();
  }

  private static boolean isCheck(AbstractInsnNode instruction) {
    return instruction instanceof MethodInsnNode call && call.owner.equals("dev/weft/abi/Hold");
  }
}
