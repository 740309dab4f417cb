// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Signal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What statements run on. Each context sees itself and what it lies in: a data point its metric,
 * scope and resource.
 */
public enum OttlContext {
    /** Once for each resource of any signal. */
    RESOURCE("resource", null),
    /** Once for each instrumentation scope of any signal. */
    SCOPE("scope", RESOURCE),
    /** Once for each span. */
    SPAN("span", SCOPE),
    /** Once for each event of a span. */
    SPAN_EVENT("spanevent", SPAN),
    /** Once for each metric. */
    METRIC("metric", SCOPE),
    /** Once for each data point. */
    DATA_POINT("datapoint", METRIC),
    /** Once for each exemplar of a data point. */
    EXEMPLAR("exemplar", DATA_POINT),
    /** Once for each log record. */
    LOG("log", SCOPE),
    /** Once for each profile. */
    PROFILE("profile", SCOPE),
    /** Once for each sample of a profile. */
    PROFILE_SAMPLE("profilesample", PROFILE);

    /** By which inference prefers contexts, the lowest first; upstream's order. */
    static final List<OttlContext> PRIORITY =
            List.of(
                    LOG,
                    EXEMPLAR,
                    DATA_POINT,
                    METRIC,
                    SPAN_EVENT,
                    SPAN,
                    PROFILE_SAMPLE,
                    PROFILE,
                    SCOPE,
                    RESOURCE);

    private final String label;
    private final @Nullable OttlContext parent;

    OttlContext(String label, @Nullable OttlContext parent) {
        this.label = label;
        this.parent = parent;
    }

    /** The name that paths begin with. */
    public String label() {
        return label;
    }

    /** What it lies in; null for a resource. */
    public @Nullable OttlContext parent() {
        return parent;
    }

    /** True for itself and all that it lies in. */
    public boolean sees(OttlContext other) {
        for (OttlContext context = this; context != null; context = context.parent) {
            if (context == other) {
                return true;
            }
        }
        return false;
    }

    /** The context of a name, also {@code instrumentation_scope}; null if there is none. */
    public static @Nullable OttlContext of(String name) {
        if (name.equals("instrumentation_scope")) {
            return SCOPE;
        }
        for (OttlContext context : values()) {
            if (context.label.equals(name)) {
                return context;
            }
        }
        return null;
    }

    /** The contexts of a signal. */
    public static Set<OttlContext> of(Signal signal) {
        OttlContext deepest =
                switch (signal) {
                    case TRACES -> SPAN_EVENT;
                    case METRICS -> EXEMPLAR;
                    case LOGS -> LOG;
                    case PROFILES -> PROFILE_SAMPLE;
                };
        Set<OttlContext> seen = EnumSet.noneOf(OttlContext.class);
        for (OttlContext context = deepest; context != null; context = context.parent) {
            seen.add(context);
        }
        return seen;
    }

    /**
     * The complaint about a configured name that is no context of the signal; null where it is one,
     * or nothing is configured.
     */
    public static @Nullable OttlProblem problem(Signal signal, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        OttlContext context = of(name);
        Set<OttlContext> known = of(signal);
        if (context != null && known.contains(context)) {
            return null;
        }
        return OttlProblem.of(
                "unknown context %s (expected: one of %s)"
                        .formatted(
                                name,
                                known.stream()
                                        .map(OttlContext::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** Names that paths in this context may begin with. */
    List<String> pathPrefixes() {
        List<String> names = new java.util.ArrayList<>();
        for (OttlContext context = this; context != null; context = context.parent) {
            names.add(context.label);
            if (context == SCOPE) {
                names.add("instrumentation_scope");
            }
        }
        names.add("otelcol");
        return names;
    }
}
