// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.kubernetes.Json;
import dev.forager.kubernetes.KubernetesObject;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A lease (coordination.k8s.io/v1). Immutable.
 *
 * @param metadata name and version
 * @param holder who leads; empty for nobody
 * @param seconds how long it lasts after it was renewed
 * @param acquired when the holder began to lead, as the API writes it
 * @param renewed when it gave its last sign
 * @param transitions how often another one came to lead
 */
record Lease(
        ObjectMeta metadata,
        String holder,
        int seconds,
        String acquired,
        String renewed,
        int transitions)
        implements KubernetesObject {
    private static final JsonFactory JSON = new JsonFactory();

    /** {@code MicroTime} of the API. */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static String time(Instant instant) {
        return MICROS.format(instant);
    }

    /** Who leads since when: another text means that the holder has given a sign. */
    String record() {
        return holder + " " + renewed + " " + transitions + " " + seconds;
    }

    /** The lease as JSON; without a version it is to be made. */
    String json() {
        var out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", "coordination.k8s.io/v1");
            json.writeStringField("kind", "Lease");
            json.writeObjectFieldStart("metadata");
            json.writeStringField("name", metadata.name());
            json.writeStringField("namespace", metadata.namespace());
            if (!metadata.resourceVersion().isEmpty()) {
                json.writeStringField("resourceVersion", metadata.resourceVersion());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("spec");
            json.writeStringField("holderIdentity", holder);
            json.writeNumberField("leaseDurationSeconds", seconds);
            json.writeStringField("acquireTime", acquired);
            json.writeStringField("renewTime", renewed);
            json.writeNumberField("leaseTransitions", transitions);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** Reads leases. */
    static final class Reader implements ObjectReader<Lease> {
        private final MetadataReader metadata = MetadataReader.ofNames();

        @Override
        public Lease read(JsonParser in) throws IOException {
            ObjectMeta meta = ObjectMeta.NONE;
            Lease spec = new Lease(meta, "", 0, "", "", 0);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                if (in.nextToken() != JsonToken.START_OBJECT) {
                    in.skipChildren();
                } else if (field.equals("metadata")) {
                    meta = metadata.readMetadata(in);
                } else if (field.equals("spec")) {
                    spec = readSpec(in);
                } else {
                    in.skipChildren();
                }
            }
            return new Lease(
                    meta, spec.holder, spec.seconds, spec.acquired, spec.renewed, spec.transitions);
        }

        private static Lease readSpec(JsonParser in) throws IOException {
            String holder = "";
            String acquired = "";
            String renewed = "";
            int seconds = 0;
            int transitions = 0;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                switch (in.currentName()) {
                    case "holderIdentity" -> holder = Json.text(in);
                    case "leaseDurationSeconds" -> seconds = Json.integer(in);
                    case "acquireTime" -> acquired = Json.text(in);
                    case "renewTime" -> renewed = Json.text(in);
                    case "leaseTransitions" -> transitions = Json.integer(in);
                    default -> Json.skipValue(in);
                }
            }
            return new Lease(ObjectMeta.NONE, holder, seconds, acquired, renewed, transitions);
        }
    }
}
