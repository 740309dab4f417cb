// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Profile;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ProfilesDictionary;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import dev.forager.pdata.ValueText;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** One line for each span, log record or profile, under headings for resource and scope. */
final class NormalText {
    private NormalText() {}

    static String of(Traces traces) {
        var out = new StringBuilder();
        int resources = 0;
        for (var resource : traces.resources()) {
            heading(out, "ResourceTraces", resources++, resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                heading(out, "ScopeTraces", scopes++, scope.scope(), scope.schemaUrl());
                for (Span span : scope.spans()) {
                    out.append(span.name()).append(' ');
                    out.append(TextBlock.id(span.traceId())).append(' ');
                    out.append(TextBlock.id(span.spanId()));
                    out.append(blankAndAttributes(span.attributes())).append('\n');
                }
            }
        }
        return out.toString();
    }

    static String of(Logs logs) {
        var out = new StringBuilder();
        int resources = 0;
        for (var resource : logs.resources()) {
            heading(out, "ResourceLog", resources++, resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                heading(out, "ScopeLog", scopes++, scope.scope(), scope.schemaUrl());
                for (LogRecord record : scope.records()) {
                    out.append(ValueText.of(record.body())).append(' ');
                    out.append(attributes(record.attributes(), " ")).append('\n');
                }
            }
        }
        return out.toString();
    }

    static String of(Profiles profiles) {
        var out = new StringBuilder();
        int resources = 0;
        for (var resource : profiles.resources()) {
            heading(
                    out,
                    "ResourceProfiles",
                    resources++,
                    resource.schemaUrl(),
                    resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                heading(out, "ScopeProfiles", scopes++, scope.scope(), scope.schemaUrl());
                for (Profile profile : scope.profiles()) {
                    profile(out, profile, profiles.dictionary());
                }
            }
        }
        return out.toString();
    }

    /** {@code ResourceTraces #0 [schema] key=value}. */
    static void heading(
            StringBuilder out, String title, int number, String schemaUrl, Resource resource) {
        out.append(title).append(" #").append(number);
        if (!schemaUrl.isEmpty()) {
            out.append(" [").append(schemaUrl).append(']');
        }
        out.append(blankAndAttributes(resource.attributes())).append('\n');
    }

    /** {@code ScopeTraces #0 name@version [schema] key=value}. */
    static void heading(
            StringBuilder out,
            String title,
            int number,
            InstrumentationScope scope,
            String schemaUrl) {
        out.append(title).append(" #").append(number);
        String name = scope.name() + (scope.version().isEmpty() ? "" : "@" + scope.version());
        if (!name.isEmpty()) {
            out.append(' ').append(name);
        }
        if (!schemaUrl.isEmpty()) {
            out.append(" [").append(schemaUrl).append(']');
        }
        out.append(blankAndAttributes(scope.attributes())).append('\n');
    }

    /** {@code key=value} of each attribute. */
    static String attributes(Attributes attributes, String between) {
        var joined = new StringJoiner(between);
        for (var entry : attributes) {
            joined.add(entry.key() + "=" + ValueText.of(entry.value()));
        }
        return joined.toString();
    }

    private static String blankAndAttributes(Attributes attributes) {
        return attributes.isEmpty() ? "" : " " + attributes(attributes, " ");
    }

    private static void profile(StringBuilder out, Profile profile, ProfilesDictionary dictionary) {
        out.append(profile.profileId().isValid() ? profile.profileId().hex() : "");
        out.append(" samples=").append(profile.samples().size());
        if (!profile.attributeIndices().isEmpty()) {
            var attributes = new ProfileAttributes(dictionary);
            out.append(
                    profile.attributeIndices().stream()
                            .mapToObj(attributes::plain)
                            .collect(Collectors.joining(" ", " ", "")));
        }
        out.append('\n');
    }
}
