package dev.weft.agent.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Which classes a class names, in its code and signatures. */
public final class Uses {
  private Uses() {}

  /** The classes in a folder, by binary name, each with the binary names of those it uses. */
  public static Map<String, Set<String>> of(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).toList();
    }
    if (files.isEmpty()) {
      throw new IOException("there are no classes in " + folder);
    }
    Map<String, Set<String>> uses = new TreeMap<>();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      uses.put(new ClassReader(bytes).getClassName().replace('/', '.'), of(bytes));
    }
    return uses;
  }

  /** The binary names of the classes that a class file uses. */
  public static Set<String> of(byte[] bytes) {
    Set<String> names = new TreeSet<>();
    Remapper collector =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            names.add(internalName.replace('/', '.'));
            return internalName;
          }
        };
    new ClassReader(bytes)
        .accept(new ClassRemapper(new ClassWriter(0), collector), ClassReader.SKIP_FRAMES);
    return names;
  }

  /** The package of a class. */
  public static String packageOf(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }
}
