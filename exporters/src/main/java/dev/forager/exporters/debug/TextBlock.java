// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.EntityRef;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Resource;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;

/** Lines of the detailed text, and what the four signals have in common in it. */
final class TextBlock {
    private final StringBuilder out = new StringBuilder();

    /** Appends the parts and ends the line. */
    TextBlock line(Object... parts) {
        for (Object part : parts) {
            out.append(part);
        }
        out.append('\n');
        return this;
    }

    /** {@code Name : value}. */
    TextBlock field(String name, String value) {
        return line("    ", name, " ".repeat(Math.max(0, 15 - name.length())), ": ", value);
    }

    /** A heading and one line for each attribute; nothing where there is none. */
    TextBlock attributes(String heading, Attributes attributes) {
        return attributes("", heading, attributes);
    }

    /** The same, under an arrow of a list that is indented by {@code indent}. */
    TextBlock attributes(String indent, String heading, Attributes attributes) {
        if (!attributes.isEmpty()) {
            line(heading, ":");
            for (KeyValue entry : attributes) {
                line(indent, "     -> ", entry.key(), ": ", GoValues.typed(entry.value()));
            }
        }
        return this;
    }

    TextBlock resource(String schemaUrl, Resource resource) {
        line("Resource SchemaURL: ", schemaUrl);
        attributes("Resource attributes", resource.attributes());
        if (!resource.entityRefs().isEmpty()) {
            line("Resource entity refs:");
            int number = 0;
            for (EntityRef entity : resource.entityRefs()) {
                line("     -> Entity ref #", number++, ":");
                entity(entity);
            }
        }
        return this;
    }

    TextBlock scope(InstrumentationScope scope) {
        line("InstrumentationScope ", scope.name(), " ", scope.version());
        return attributes("InstrumentationScope attributes", scope.attributes());
    }

    /** Hex; empty where there is no id. */
    static String id(TraceId id) {
        return id.isValid() ? id.hex() : "";
    }

    /** Hex; empty where there is no id. */
    static String id(SpanId id) {
        return id.isValid() ? id.hex() : "";
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void entity(EntityRef entity) {
        line("          -> Type: ", entity.type());
        if (!entity.schemaUrl().isEmpty()) {
            line("          -> Schema URL: ", entity.schemaUrl());
        }
        keys("ID keys", entity.idKeys());
        keys("Description keys", entity.descriptionKeys());
    }

    private void keys(String heading, Iterable<String> keys) {
        boolean first = true;
        for (String key : keys) {
            if (first) {
                line("          -> ", heading, ":");
                first = false;
            }
            line("               -> ", key);
        }
    }
}
