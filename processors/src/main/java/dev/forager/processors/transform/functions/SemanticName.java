// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.OttlValues;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/**
 * The name of a span by the semantic conventions for <a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">HTTP</a>, <a
 * href="https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/">RPC</a>, <a
 * href="https://opentelemetry.io/docs/specs/semconv/database/database-spans/">databases</a> and <a
 * href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">messaging</a>;
 * older names of attributes count too. Stateless.
 */
final class SemanticName {
    private SemanticName() {}

    /** The name it has where no convention names it. */
    static String of(Span span) {
        Attributes attributes = span.attributes();
        String name =
                switch (span.kind()) {
                    case SpanKind.SERVER ->
                            first(
                                    http(attributes, "http.route"),
                                    rpc(attributes),
                                    messaging(attributes));
                    case SpanKind.CLIENT ->
                            first(
                                    http(attributes, "url.template"),
                                    rpc(attributes),
                                    database(attributes),
                                    messaging(attributes));
                    case SpanKind.PRODUCER, SpanKind.CONSUMER -> messaging(attributes);
                    default -> null;
                };
        return name == null || name.isEmpty() ? span.name() : name;
    }

    private static @Nullable String first(@Nullable String... names) {
        for (String name : names) {
            if (name != null && !name.isEmpty()) {
                return name;
            }
        }
        return null;
    }

    /** The text of the first of some attributes that is there. */
    private static @Nullable String text(Attributes attributes, String... names) {
        for (String name : names) {
            Value value = attributes.get(name);
            if (value != null) {
                return OttlValues.display(value).string();
            }
        }
        return null;
    }

    private static @Nullable String http(Attributes attributes, String subjectName) {
        String method = text(attributes, "http.request.method", "http.method");
        String subject = text(attributes, subjectName);
        return method == null || subject == null ? method : method + ' ' + subject;
    }

    private static @Nullable String rpc(Attributes attributes) {
        String system = text(attributes, "rpc.system.name", "rpc.system");
        if (system == null) {
            return null;
        }
        String method = text(attributes, "rpc.method", "rpc.grpc.method");
        String service = text(attributes, "rpc.service", "rpc.grpc.service");
        if (service != null) {
            return service + '/' + (method == null ? "*" : method);
        }
        return method == null ? system : method;
    }

    private static @Nullable String database(Attributes attributes) {
        String system = text(attributes, "db.system.name", "db.system");
        if (system == null) {
            return null;
        }
        String summary = text(attributes, "db.query.summary");
        if (summary != null) {
            return summary;
        }
        String operation = first(text(attributes, "db.operation.name", "db.operation"));
        String target = first(databaseTarget(attributes));
        if (operation != null && target != null) {
            return operation + ' ' + target;
        }
        return first(operation, target, system);
    }

    private static @Nullable String databaseTarget(Attributes attributes) {
        String namespace = first(text(attributes, "db.namespace", "db.name"));
        String object = text(attributes, "db.collection.name", "db.stored_procedure.name");
        if (object != null) {
            return namespace == null ? object : namespace + '.' + object;
        }
        return namespace == null ? server(attributes) : namespace;
    }

    private static @Nullable String server(Attributes attributes) {
        String address = text(attributes, "server.address");
        String port = text(attributes, "server.port");
        return address == null || port == null ? address : address + ':' + port;
    }

    private static @Nullable String messaging(Attributes attributes) {
        String system = text(attributes, "messaging.system");
        if (system == null) {
            return null;
        }
        String operation = text(attributes, "messaging.operation.name", "messaging.operation");
        String destination = first(destination(attributes));
        if (operation != null && destination != null) {
            return operation + ' ' + destination;
        }
        return destination != null ? destination : operation != null ? operation : system;
    }

    private static @Nullable String destination(Attributes attributes) {
        if (attributes.getBoolean("messaging.destination.temporary", false)) {
            return "(temporary)";
        }
        if (attributes.getBoolean("messaging.destination.anonymous", false)) {
            return "(anonymous)";
        }
        String name =
                text(
                        attributes,
                        "messaging.destination.template",
                        "messaging.destination.name",
                        "messaging.destination");
        return name == null ? server(attributes) : name;
    }
}
