// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each detector against a server or files that say what the real ones do. */
class DetectorsTest {
    private static final Map<String, String> NOWHERE = Map.of();

    @TempDir private Path root = Path.of("");
    private final MetadataServer server;

    DetectorsTest() throws IOException {
        server = new MetadataServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void env_readsPairs() throws Exception {
        assertThat(
                        detect(
                                "env",
                                "{}",
                                Map.of(
                                        "OTEL_RESOURCE_ATTRIBUTES",
                                        " a = b , c=d%20e,empty=,url=http%3A%2F%2Fx ,")))
                .isEqualTo("{a=b, c=d e, empty=, url=http://x}");
        assertThat(detect("env", "{}", Map.of("OTEL_RESOURCE", "x=y"))).isEqualTo("{x=y}");
        assertThat(
                        detect(
                                "env",
                                "{env: {allowlist: [c]}}",
                                Map.of("OTEL_RESOURCE_ATTRIBUTES", "a=b,c=d")))
                .isEqualTo("{c=d}");
        assertThat(
                        detect(
                                "env",
                                "{env: {attributes: {included: ['k8s.*', '?'], excluded: ['*.uid']}}}",
                                Map.of(
                                        "OTEL_RESOURCE_ATTRIBUTES",
                                        "a=1,bb=2,k8s.pod.uid=3,k8s.pod.name=4,xk8s.a=5")))
                .isEqualTo("{a=1, k8s.pod.name=4}");
        assertThat(detect("env", "{}", NOWHERE)).isEqualTo("{}");
        for (String wrong : List.of("a", "a=b,c", "=x", "a=%zz")) {
            assertThatThrownBy(() -> detect("env", "{}", Map.of("OTEL_RESOURCE_ATTRIBUTES", wrong)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("invalid resource format");
        }
    }

    @Test
    void system_readsFiles() throws Exception {
        write("/proc/sys/kernel/hostname", "web-1\n");
        write("/proc/sys/kernel/osrelease", "6.1.0-1\n");
        write("/etc/hosts", "127.0.0.1 localhost # web-1\n10.0.0.5 web-1.example.org web-1\n");
        write("/etc/machine-id", "0123abcd\n");
        write("/etc/os-release", "NAME=\"Debian\"\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian 13\"\n");
        write(
                "/proc/cpuinfo",
                """
                vendor_id\t: GenuineIntel
                cpu family\t: 6
                model\t: 85
                model name\t: Xeon
                stepping\t: 7
                cache size\t: 36608 KB
                """);
        var findings = found("system", "{}", NOWHERE).attributes();
        assertThat(findings).containsKeys("os.type", "host.arch", "host.id");
        assertThat(findings.get("host.name")).hasToString("web-1.example.org");
        assertThat(findings.get("host.id")).hasToString("0123abcd");
        assertThat(findings.get("os.name")).hasToString("Debian");
        assertThat(findings.get("os.version")).hasToString("13");
        assertThat(findings.get("os.build.id")).hasToString("6.1.0-1");
        assertThat(String.valueOf(findings.get("os.description")))
                .startsWith("Debian 13 (Linux web-1");
        assertThat(findings.get("host.cpu.model.name")).hasToString("Xeon");
        assertThat(findings.get("host.cpu.cache.l2.size")).hasToString("36608");
        assertThat(
                        found("system", "{system: {hostname_sources: [os]}}", NOWHERE)
                                .attributes()
                                .get("host.name"))
                .hasToString("web-1");
    }

    @Test
    void system_withoutAName_fails() {
        assertThatThrownBy(() -> detect("system", "{system: {hostname_sources: [os]}}", NOWHERE))
                .hasMessage("all hostname sources failed to get hostname");
    }

    private void ec2() {
        server.wants("X-aws-ec2-metadata-token", "t0ken")
                .answer("/latest/api/token", "t0ken")
                .answer(
                        "/latest/dynamic/instance-identity/document",
                        """
                        {"accountId": "123", "availabilityZone": "eu-west-1a", "imageId": "ami-1",
                         "instanceId": "i-1", "instanceType": "m5.large", "region": "eu-west-1",
                         "billingProducts": null, "list": [1, {"a": true}]}
                        """)
                .answer("/latest/meta-data/instance-id", "i-1")
                .answer("/latest/meta-data/hostname", "ip-10-0-0-1.ec2.internal")
                .answer("/latest/meta-data/tags/instance", "Name\nteam")
                .answer("/latest/meta-data/tags/instance/team", "shop")
                .answer("/latest/meta-data/tags/instance/eks:cluster-name", "prod");
    }

    @Test
    void ec2_asksWithAToken() throws Exception {
        ec2();
        assertThat(detect("ec2", "{ec2: {tags: ['^team$'], tags_from_imds: true}}", NOWHERE))
                .isEqualTo(
                        "{cloud.provider=aws, cloud.platform=aws_ec2, cloud.region=eu-west-1,"
                                + " cloud.account.id=123, cloud.availability_zone=eu-west-1a,"
                                + " host.id=i-1, host.image.id=ami-1, host.type=m5.large,"
                                + " host.name=ip-10-0-0-1.ec2.internal, ec2.tag.team=shop}");
        assertThat(server.requests()).first().isEqualTo("PUT /latest/api/token");
    }

    @Test
    void ec2_onItsWayUp_isAskedAgain() throws Exception {
        ec2();
        server.refuse(2);
        assertThat(detect("ec2", "{ec2: {max_backoff: 1ms}}", NOWHERE)).contains("host.id=i-1");
        server.refuse(2);
        assertThat(detect("ec2", "{ec2: {max_attempts: 2, max_backoff: 1ms}}", NOWHERE))
                .isEqualTo("{}");
        server.refuse(5);
        assertThat(detect("ec2", "{ec2: {max_attempts: 0, max_backoff: 1ms}}", NOWHERE))
                .contains("host.id=i-1");
    }

    @Test
    void ec2_elsewhere_isNothingOrAnError() throws Exception {
        server.close();
        assertThat(detect("ec2", "{}", NOWHERE)).isEqualTo("{}");
        assertThatThrownBy(() -> detect("ec2", "{fail_on_missing_metadata: true}", NOWHERE))
                .hasMessageContaining("EC2 metadata service");
        assertThatThrownBy(() -> detect("ec2", "{ec2: {fail_on_missing_metadata: true}}", NOWHERE))
                .hasMessageContaining("EC2 metadata service");
    }

    @Test
    void eks_isAPodOnEc2() throws Exception {
        ec2();
        assertThat(detect("eks", "{}", NOWHERE)).isEqualTo("{}");
        Map<String, String> pod =
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "10.0.0.1",
                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                        "/var/run/secrets/eks.amazonaws.com/serviceaccount/token");
        assertThat(detect("eks", "{}", pod))
                .startsWith("{cloud.provider=aws, cloud.platform=aws_eks,")
                .endsWith("k8s.cluster.name=prod}");
    }

    @Test
    void ecs_asksTheTaskEndpoint() throws Exception {
        String self = "{\"DockerId\": \"self\"}";
        String log =
                """
                {"DockerId": "%s", "Type": "NORMAL", "KnownStatus": "RUNNING", "LogDriver": "awslogs",
                 "LogOptions": {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream": "s"}}
                """;
        server.answer("/v4/x", self)
                .answer(
                        "/v4/x/task",
                        """
                        {"Cluster": "main", "TaskARN": "arn:aws:ecs:eu-west-1:123:task/main/abc",
                         "Family": "shop", "Revision": "7", "AvailabilityZone": "eu-west-1a",
                         "LaunchType": "FARGATE", "Containers": [%s, %s]}
                        """
                                .formatted(log.formatted("self"), log.formatted("app")));
        assertThat(detect("ecs", "{}", Map.of("ECS_CONTAINER_METADATA_URI_V4", "http://x/v4/x")))
                .isEqualTo(
                        "{cloud.provider=aws, cloud.platform=aws_ecs,"
                                + " aws.ecs.task.arn=arn:aws:ecs:eu-west-1:123:task/main/abc,"
                                + " aws.ecs.task.id=abc, aws.ecs.task.family=shop,"
                                + " aws.ecs.task.revision=7, cloud.account.id=123,"
                                + " cloud.region=eu-west-1,"
                                + " aws.ecs.cluster.arn=arn:aws:ecs:eu-west-1:123:cluster/main,"
                                + " cloud.availability_zone=eu-west-1a,"
                                + " aws.ecs.launchtype=fargate, aws.log.group.names=[g],"
                                + " aws.log.group.arns=[arn:aws:logs:eu-west-1:123:log-group:g],"
                                + " aws.log.stream.names=[s],"
                                + " aws.log.stream.arns=[arn:aws:logs:eu-west-1:123:log-group:g:log-stream:s]}");
        assertThat(detect("ecs", "{}", NOWHERE)).isEqualTo("{}");
    }

    @Test
    void beanstalk_readsTheFileOfXray() throws Exception {
        assertThat(detect("elastic_beanstalk", "{}", NOWHERE)).isEqualTo("{}");
        write(
                "/var/elasticbeanstalk/xray/environment.conf",
                "{\"deployment_id\": 23, \"version_label\": \"v1\", \"environment_name\": \"prod\"}");
        assertThat(detect("elastic_beanstalk", "{}", NOWHERE))
                .isEqualTo(
                        "{cloud.provider=aws, cloud.platform=aws_elastic_beanstalk,"
                                + " service.instance.id=23, deployment.environment=prod,"
                                + " service.version=v1}");
    }

    @Test
    void lambdaAndHeroku_readTheEnvironment() throws Exception {
        assertThat(
                        detect(
                                "lambda",
                                "{}",
                                Map.of(
                                        "AWS_LAMBDA_FUNCTION_NAME", "f",
                                        "AWS_REGION", "eu-west-1",
                                        "AWS_LAMBDA_LOG_STREAM_NAME", "s",
                                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")))
                .isEqualTo(
                        "{cloud.provider=aws, cloud.platform=aws_lambda, cloud.region=eu-west-1,"
                                + " faas.name=f, faas.instance=s, faas.max_memory=128,"
                                + " aws.log.stream.names=[s]}");
        assertThat(detect("heroku", "{}", Map.of("HEROKU_APP_ID", "a", "HEROKU_APP_NAME", "n")))
                .isEqualTo("{cloud.provider=heroku, heroku.app.id=a, service.name=n}");
        assertThat(detect("lambda", "{}", NOWHERE) + detect("heroku", "{}", NOWHERE))
                .isEqualTo("{}{}");
    }

    private void azure() {
        server.wants("Metadata", "True")
                .answer(
                        "/metadata/instance/compute",
                        """
                        {"location": "westeurope", "name": "vm", "vmId": "id", "vmSize": "D2",
                         "subscriptionId": "sub", "resourceGroupName": "MC_group_cluster_west",
                         "vmScaleSetName": "set", "zone": "1",
                         "osProfile": {"computerName": "host"},
                         "tagsList": [{"name": "team", "value": "shop"}, {"name": "x", "value": "y"}]}
                        """);
    }

    @Test
    void azure_tellsMachineAndTags() throws Exception {
        azure();
        assertThat(detect("azure", "{azure: {tags: [team]}}", NOWHERE))
                .isEqualTo(
                        "{cloud.provider=azure, cloud.platform=azure_vm, host.name=host,"
                                + " cloud.region=westeurope, host.id=id, cloud.account.id=sub,"
                                + " cloud.availability_zone=1, azure.vm.name=vm,"
                                + " azure.vm.size=D2, azure.vm.scaleset.name=set,"
                                + " azure.resourcegroup.name=MC_group_cluster_west,"
                                + " azure.tag.team=shop}");
    }

    @Test
    void aks_isAPodOnAzure() throws Exception {
        azure();
        assertThat(detect("aks", "{}", NOWHERE)).isEqualTo("{}");
        assertThat(detect("aks", "{}", Map.of("KUBERNETES_SERVICE_HOST", "x")))
                .isEqualTo(
                        "{cloud.provider=azure, cloud.platform=azure_aks,"
                                + " k8s.cluster.name=cluster}");
    }

    private void google() {
        String base = "/computeMetadata/v1/";
        server.wants("Metadata-Flavor", "Google")
                .answer("/", "computeMetadata/")
                .answer(base + "project/project-id", "my-project")
                .answer(base + "instance/zone", "projects/1/zones/us-central1-c")
                .answer(base + "instance/region", "projects/1/regions/us-central1")
                .answer(base + "instance/id", "42")
                .answer(base + "instance/name", "vm")
                .answer(base + "instance/machine-type", "projects/1/machineTypes/n1-standard-1")
                .answer(base + "instance/attributes/cluster-name", "gke")
                .answer(base + "instance/attributes/cluster-location", "us-central1");
    }

    @Test
    void gcp_knowsItsPlatforms() throws Exception {
        google();
        String project = "{cloud.provider=gcp, cloud.account.id=my-project, cloud.platform=";
        assertThat(detect("gcp", "{}", NOWHERE))
                .isEqualTo(
                        project
                                + "gcp_compute_engine, cloud.availability_zone=us-central1-c,"
                                + " cloud.region=us-central1, host.type=n1-standard-1,"
                                + " host.id=42, host.name=vm, gcp.gce.instance.name=vm}");
        assertThat(detect("gcp", "{}", Map.of("KUBERNETES_SERVICE_HOST", "x")))
                .isEqualTo(
                        project
                                + "gcp_kubernetes_engine, cloud.region=us-central1,"
                                + " k8s.cluster.name=gke, host.id=42, host.name=vm}");
        assertThat(detect("gcp", "{}", Map.of("K_CONFIGURATION", "c", "K_SERVICE", "s")))
                .isEqualTo(
                        project
                                + "gcp_cloud_run, faas.name=s, faas.instance=42,"
                                + " cloud.region=us-central1}");
        assertThat(detect("gcp", "{}", Map.of("CLOUD_RUN_JOB", "j", "CLOUD_RUN_TASK_INDEX", "0")))
                .contains("faas.name=j, gcp.cloud_run.job.task_index=0");
        assertThat(detect("gcp", "{}", Map.of("FUNCTION_TARGET", "t", "K_SERVICE", "s")))
                .contains("gcp_cloud_functions, faas.name=s");
        assertThat(detect("gcp", "{}", Map.of("GAE_SERVICE", "a", "GAE_INSTANCE", "i")))
                .contains("gcp_app_engine, faas.name=a, faas.instance=i");
    }

    @Test
    void consul_asksTheAgent() throws Exception {
        server.wants("X-Consul-Token", "t")
                .answer(
                        "/v1/agent/self",
                        """
                        {"Config": {"NodeName": "n", "Datacenter": "dc1", "NodeID": "id"},
                         "Meta": {"rack": "7", "other": "x"}}
                        """);
        assertThat(
                        detect(
                                "consul",
                                "{consul: {token: t, datacenter: dc1, meta: {rack: }}}",
                                NOWHERE))
                .isEqualTo("{rack=7, host.name=n, cloud.region=dc1, host.id=id}");
        assertThat(server.requests()).containsExactly("GET /v1/agent/self?dc=dc1");
        assertThatThrownBy(() -> detect("consul", "{}", NOWHERE))
                .hasMessageContaining("failed to get consul metadata");
    }

    @Test
    void docker_asksTheDaemonOverItsSocket() throws Exception {
        Path socket = Files.createDirectories(root.resolve("var/run")).resolve("docker.sock");
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Thread daemon = Thread.ofVirtual().start(() -> answerOnce(listener));
            assertThat(detect("docker", "{}", NOWHERE))
                    .isEqualTo("{host.name=docker-host, os.type=linux}");
            daemon.join();
        }
        Files.deleteIfExists(socket);
        assertThat(detect("docker", "{}", NOWHERE)).isEqualTo("{}");
        assertThatThrownBy(() -> detect("docker", "{fail_on_missing_metadata: true}", NOWHERE))
                .hasMessageContaining("failed getting OS type");
    }

    private static void answerOnce(ServerSocketChannel listener) {
        try (SocketChannel channel = listener.accept()) {
            channel.read(ByteBuffer.allocate(1024));
            String body = "{\"Name\": \"docker-host\", \"OSType\": \"linux\", \"Containers\": 3}";
            channel.write(
                    ByteBuffer.wrap(
                            ("HTTP/1.0 200 OK\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String detect(String name, String yaml, Map<String, String> variables)
            throws Exception {
        return found(name, yaml, variables).attributes().toString();
    }

    private Findings found(String name, String yaml, Map<String, String> variables)
            throws Exception {
        return server.ask(name, yaml, variables, root);
    }
}
