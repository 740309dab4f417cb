// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/**
 * What failed sendings are told apart by, as the Go collector's exporterhelper does: the name of
 * the gRPC code, or one of a few words.
 *
 * @param type the label {@code error.type}
 * @param isPermanent the label {@code error.permanent}
 */
record SendFailure(String type, boolean isPermanent) {
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Boolean> PERMANENT =
            AttributeKey.booleanKey("error.permanent");

    static SendFailure of(ConsumeException failure, boolean isShutdown) {
        boolean isPermanent =
                switch (failure) {
                    case Permanent _ -> true;
                    case Retryable _ -> false;
                };
        return new SendFailure(isShutdown ? "Shutdown" : type(failure), isPermanent);
    }

    private static String type(ConsumeException failure) {
        RpcStatus status = failure.downstream();
        if (status != null && status.code() > 0) {
            return status.codeName();
        }
        return String.valueOf(failure.getMessage()).contains("context deadline exceeded")
                ? "Deadline_Exceeded"
                : "_OTHER";
    }

    Attributes labels(Attributes exporter) {
        return exporter.toBuilder().put(TYPE, type).put(PERMANENT, isPermanent).build();
    }
}
