package dev.weft.agent.plan;

import dev.weft.agent.kit.ClassPool;
import dev.weft.agent.kit.Golden;
import dev.weft.agent.targets.Shapes;
import dev.weft.agent.transform.MethodReport;
import dev.weft.agent.transform.WeaveResult;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided for each method of {@link Shapes}, as text. */
class PlanTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"Shapes", "Shapes$Source", "Shapes$Late"})
  void plans_ofTheTargets_areAsReviewed(String name) throws IOException {
    WeaveResult result = ClassPool.of().weave("dev/weft/agent/targets/" + name);
    Golden.check(
        name.replace('$', '.') + ".plan.txt",
        result.reports().stream()
            .map(MethodReport::toString)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void plans_wovenTwice_areTheSame() {
    String first = ClassPool.of().weave("dev/weft/agent/targets/Shapes").reports().toString();
    String second = ClassPool.of().weave("dev/weft/agent/targets/Shapes").reports().toString();
    org.junit.jupiter.api.Assertions.assertEquals(first, second);
  }
}
