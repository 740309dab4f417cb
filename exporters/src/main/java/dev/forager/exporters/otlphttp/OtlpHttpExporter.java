// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import com.linecorp.armeria.common.HttpData;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.Tracing;
import dev.forager.transport.client.CompressionType;
import dev.forager.transport.client.ExportAnswer;
import dev.forager.transport.client.HttpClientConfig;
import dev.forager.transport.client.HttpReply;
import dev.forager.transport.client.HttpSender;
import dev.forager.transport.client.HttpTarget;
import dev.forager.transport.client.Otlp;
import dev.forager.transport.client.PayloadEncoder;
import dev.forager.transport.client.UserAgent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Posts the requests of one signal to its URL. Thread-safe between start and stop. */
final class OtlpHttpExporter implements Exporter {
    private final HttpClientConfig config;
    private final HttpTarget target;
    private final Encoding encoding;
    private final Signal signal;
    private final HttpSender.Form form;
    private final PayloadEncoder encoder;
    private final InstantSource clock;
    private final Logger log;
    private final Meter meter;
    private final @Nullable Tracing tracing;
    private final AtomicBoolean hasWarned = new AtomicBoolean();
    private volatile @Nullable HttpSender sender;

    OtlpHttpExporter(OtlpHttpExporterConfig config, ExporterSettings settings) {
        this.config = config.client();
        signal = settings.signal();
        target = config.target(signal);
        encoding = config.encoding();
        CompressionType compression = this.config.compression();
        form =
                new HttpSender.Form(
                        encoding.contentType(),
                        compression == CompressionType.NONE ? null : compression.toString(),
                        UserAgent.of(settings.build()),
                        Otlp.headers(signal));
        var labels = Attributes.of(AttributeKey.stringKey("exporter"), settings.id().toString());
        encoder =
                PayloadEncoder.forHttp(
                        compression, this.config.compressionParams(), labels, settings.meter());
        clock = settings.clock();
        log = settings.logger();
        meter = settings.meter();
        tracing = settings.tracing();
    }

    @Override
    public void start(Host host) throws IOException {
        ClientAuthenticator authenticator =
                config.auth() == null
                        ? null
                        : host.extension(config.auth().authenticator(), ClientAuthenticator.class);
        sender =
                HttpSender.open(config, target, form, authenticator, clock, log)
                        .measuredBy(meter)
                        .tracedBy(tracing);
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        HttpSender current = sender;
        if (current == null) {
            throw new Retryable("otlp_http exporter not started");
        }
        if (payload.itemCount() == 0) {
            return 0; // nobody wants to hear that there is nothing
        }
        HttpReply reply = current.post(body(payload), context);
        ExportAnswer answer = answer(reply);
        if (answer != null) {
            answer.warn(log, signal);
            return answer.rejected();
        }
        if (hasWarned.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("url", target.toString())
                    .addKeyValue("content_type", reply.contentType())
                    .log("The server's answers cannot be read; what they follow counts as sent");
        }
        return 0;
    }

    private HttpData[] body(Payload payload) {
        return switch (encoding) {
            case PROTO -> encoder.encode(payload);
            case JSON -> encoder.encode(OtlpJson.toJson(payload));
        };
    }

    /** Null where a body is there that is no answer; other types than OTLP's are not looked at. */
    private static @Nullable ExportAnswer answer(HttpReply reply) {
        if (!reply.isWhole()) {
            return null;
        }
        return switch (reply.contentType()) {
            case "application/x-protobuf" -> ExportAnswer.ofProtobuf(reply.body());
            case "application/json" -> ExportAnswer.ofJson(reply.body());
            default -> reply.body().length == 0 ? ExportAnswer.FULL_SUCCESS : null;
        };
    }

    @Override
    public Map<String, String> destination() {
        return target.destination();
    }

    @Override
    public void reread() {
        HttpSender current = sender;
        if (current != null) {
            current.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        HttpSender current = sender;
        sender = null;
        if (current != null) {
            current.close();
        }
    }
}
