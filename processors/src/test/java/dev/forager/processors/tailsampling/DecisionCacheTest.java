// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compared with a map of the JDK that keeps the order of access. */
class DecisionCacheTest {
    @Test
    void cache_behavesAsAMapInOrderOfAccess() {
        for (int limit : new int[] {1, 2, 7, 64, 65, 200}) {
            var random = new Random(limit);
            var cache = new DecisionCache(limit);
            var expected = new LinkedHashMap<Long, String>(16, 0.75f, true);
            for (int i = 0; i < 5000; i++) {
                long key = random.nextInt(3 * limit) * 64L;
                if (random.nextBoolean()) {
                    cache.put(key, "p" + i);
                    expected.put(key, "p" + i);
                    if (expected.size() > limit) {
                        expected.remove(expected.entrySet().iterator().next().getKey());
                    }
                } else {
                    check(cache, expected, key);
                }
                assertThat(cache.size()).isEqualTo(expected.size());
            }
        }
    }

    private static void check(DecisionCache cache, Map<Long, String> expected, long key) {
        String policy = expected.get(key);
        assertThat(cache.touch(key)).isEqualTo(policy != null);
        if (policy != null) {
            assertThat(cache.lastPolicy()).isEqualTo(policy);
        }
    }

    @Test
    void cacheOfNothing_remembersNothing() {
        var cache = new DecisionCache(0);
        cache.put(1, "p");
        assertThat(cache.touch(1)).isFalse();
        assertThat(cache.isOff()).isTrue();
        assertThat(cache.lastPolicy()).isNull();
    }
}
