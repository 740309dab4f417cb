// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Splits a payload by the value of a resource attribute. Immutable. */
final class ResourceGroups {
    private final String attribute;

    ResourceGroups(String attribute) {
        this.attribute = attribute;
    }

    /**
     * A part for each value, in order of first appearance; null collects the resources without a
     * string under that key.
     */
    Map<@Nullable String, Payload> split(Payload payload) {
        List<@Nullable String> values = values(payload.open());
        Set<@Nullable String> distinct = new LinkedHashSet<>(values);
        Map<@Nullable String, Payload> parts = new LinkedHashMap<>();
        for (String value : distinct) {
            parts.put(value, distinct.size() == 1 ? payload : part(payload, value));
        }
        return parts;
    }

    private List<@Nullable String> values(Telemetry telemetry) {
        List<@Nullable String> values = new ArrayList<>();
        switch (telemetry) {
            case Traces traces ->
                    traces.resources()
                            .forEach(each -> values.add(value(each.resource().attributes())));
            case Metrics metrics ->
                    metrics.resources()
                            .forEach(each -> values.add(value(each.resource().attributes())));
            case Logs logs ->
                    logs.resources()
                            .forEach(each -> values.add(value(each.resource().attributes())));
            case Profiles profiles ->
                    profiles.resources()
                            .forEach(each -> values.add(value(each.resource().attributes())));
        }
        return values;
    }

    /** A handle of its own, less the resources of other groups: what stays is never decoded. */
    private Payload part(Payload payload, @Nullable String wanted) {
        Telemetry part = payload.open();
        switch (part) {
            case Traces traces ->
                    traces.resources()
                            .removeIf(each -> differs(each.resource().attributes(), wanted));
            case Metrics metrics ->
                    metrics.resources()
                            .removeIf(each -> differs(each.resource().attributes(), wanted));
            case Logs logs ->
                    logs.resources()
                            .removeIf(each -> differs(each.resource().attributes(), wanted));
            case Profiles profiles ->
                    profiles.resources()
                            .removeIf(each -> differs(each.resource().attributes(), wanted));
        }
        return part.seal();
    }

    private boolean differs(Attributes attributes, @Nullable String wanted) {
        return !Objects.equals(value(attributes), wanted);
    }

    private @Nullable String value(Attributes attributes) {
        return attributes.get(attribute) instanceof Value.Str string ? string.string() : null;
    }
}
