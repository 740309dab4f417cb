// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlReader;
import org.junit.jupiter.api.Test;

class SchemaWriterTest {
    @Test
    void schema_namesEveryKeyAndResolvesItsReferences() throws Exception {
        String text = SchemaWriter.write(TestComponents.REGISTRY);
        var schema = (MapNode) YamlReader.read(text, "schema");
        assertThat(text).contains("\"^(sized)(/.+)?$\"").contains("\"^x-\" : true");
        MapNode definitions = map(schema, "$defs");
        MapNode sized =
                map(map(definitions, TestComponents.SizedConfig.class.getName()), "properties");
        assertThat(sized.entries())
                .extracting(MapNode.Entry::key)
                .containsExactly("size", "timeout", "token");
        assertThat(map(sized, "size").get("description")).isNotNull();
        assertThat(text).contains("\"minimum\" : 0");
        assertResolves(schema, definitions);
    }

    private static void assertResolves(Node node, MapNode definitions) {
        if (node instanceof MapNode map) {
            for (MapNode.Entry entry : map.entries()) {
                if (entry.key().equals("$ref") && entry.value() instanceof ScalarNode target) {
                    String name = target.source().substring("#/$defs/".length());
                    assertThat(definitions.get(name)).as(name).isNotNull();
                }
                assertResolves(entry.value(), definitions);
            }
        }
        if (node instanceof ListNode list) {
            list.items().forEach(item -> assertResolves(item, definitions));
        }
    }

    private static MapNode map(MapNode map, String key) {
        return (MapNode) requireNonNull(map.get(key), key);
    }
}
