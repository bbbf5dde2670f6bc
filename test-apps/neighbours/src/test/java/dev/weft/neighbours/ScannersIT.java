package dev.weft.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.continuation.Continuation;
import dev.weft.neighbours.targets.Bean;
import dev.weft.neighbours.targets.Entity;
import dev.weft.neighbours.targets.Suspending;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** Hazards 74 and 85: frameworks that look through classes find each method once. */
class ScannersIT {

  @Test
  void h74_jackson_roundTripOfWovenBeansRecordsAndEnums() throws IOException {
    Entity entity = new Entity();
    entity.setId(7);
    entity.setName("seven");
    entity.setActive(true);
    entity.setParts(Map.of(Entity.Kind.LARGE, new Entity.Part(3, List.of("a", "b"))));
    assertWoven(Entity.class, Entity.Part.class, Entity.Kind.class);
    ObjectMapper mapper = new ObjectMapper();
    String text = mapper.writeValueAsString(entity);
    JsonNode tree = mapper.readTree(text);
    TreeSet<String> names = new TreeSet<>();
    tree.fieldNames().forEachRemaining(names::add);
    assertEquals(new TreeSet<>(List.of("active", "id", "name", "parts")), names);
    assertEquals("{\"LARGE\":{\"number\":3,\"tags\":[\"a\",\"b\"]}}", tree.get("parts").toString());
    Entity read = mapper.readValue(text, Entity.class);
    assertEquals(text, mapper.writeValueAsString(read));
    assertEquals(entity.getParts(), read.getParts());
  }

  private static void assertWoven(Class<?>... types) {
    for (Class<?> type : types) {
      assertTrue(
          Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().startsWith("$weft$")),
          () -> type + " is not woven");
    }
  }

  @Test
  void h85_weld_observersProducersAndInterceptors_runOnce() {
    Bean.CALLS.clear();
    Weld weld =
        new Weld()
            .disableDiscovery()
            .addBeanClasses(Bean.class, Bean.Logging.class)
            .addInterceptor(Bean.Logging.class);
    try (WeldContainer container = weld.initialize()) {
      assertWoven(Bean.class);
      Bean bean = container.select(Bean.class).get();
      assertEquals(6, bean.work(5));
      container.getBeanManager().getEvent().fire("event");
      assertEquals(3, container.select(Bean.Product.class).get().size());
      assertEquals(List.of("begin 0", "around work", "observe event"), Bean.CALLS);
      // The same in a coroutine, through the client proxy and the interceptor.
      Bean.CALLS.clear();
      int[] result = new int[1];
      Continuation body = new Continuation(Suspending.SCOPE, () -> result[0] = bean.work(6));
      body.run();
      assertTrue(body.isDone());
      assertEquals(7, result[0]);
      assertEquals(List.of("around work"), Bean.CALLS);
    }
  }

  /** JPA providers and Quarkus read class files, which on disk are as they were compiled. */
  @Test
  void h85_jandex_indexesEachMethodOnce() throws IOException {
    Index index = Index.of(Bean.class, Entity.class);
    for (Class<?> type : List.of(Bean.class, Entity.class)) {
      ClassInfo info = index.getClassByName(type);
      List<String> added =
          info.methods().stream().map(MethodInfo::name).filter(n -> n.contains("weft")).toList();
      assertEquals(List.of(), added);
    }
    assertEquals(1, index.getAnnotations("jakarta.enterprise.inject.Produces").size());
  }
}
