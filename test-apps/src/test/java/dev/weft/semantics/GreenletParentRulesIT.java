package dev.weft.semantics;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.greenlet.Greenlet;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Parents of greenlets that are being closed, which for that time have an heir beside them. */
class GreenletParentRulesIT {
  @Test
  void g22_childClosesItsParent_whoseFinallySetsAParent_noCycleIsFollowed() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          Greenlet bystander = new Greenlet(() -> {});
          Greenlet[] parent = new Greenlet[1];
          Greenlet child = new Greenlet(() -> parent[0].close());
          parent[0] =
              new Greenlet(
                  () -> {
                    child.setParent(parent[0]);
                    try {
                      child.switchTo();
                    } finally {
                      bystander.setParent(parent[0]);
                    }
                  });
          parent[0].switchTo();
          assertTrue(parent[0].isDead());
          assertSame(parent[0], bystander.parent().orElseThrow());
        });
  }

  @Test
  void g22_parentSetToItsChildThatIsBeingClosed_isRefused() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          Greenlet here = Greenlet.current();
          Greenlet parent = new Greenlet(() -> {});
          Greenlet child =
              new Greenlet(
                  () -> {
                    try {
                      here.switchTo();
                    } finally {
                      parent.setParent(Greenlet.current());
                    }
                  },
                  parent);
          child.switchTo();
          IllegalArgumentException e = assertThrows(IllegalArgumentException.class, child::close);
          assertTrue(e.getMessage().startsWith("cyclic parent chain"), e.getMessage());
          assertNull(parent.switchTo());
        });
  }
}
