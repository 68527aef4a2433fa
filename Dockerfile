# The image of one deployable module, named by MODULE. All of them share the stage "build", which runs once.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# Locked: two builds at once would write the same files of one local repository.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B package -Dmaven.test.skip=true -am \
        -pl payment-service,order-service,points-service,notify-service,lab/provider-simulator,rocketmq
# Unpacked, a jar starts faster; and the libraries are a layer of their own, which a change of code leaves as it is.
RUN for jar in */target/*-service.jar lab/provider-simulator/target/provider-simulator.jar; do \
      java -Djarmode=tools -jar "$jar" extract --layers --application-filename application.jar \
        --destination "/modules/$(basename "$jar" .jar)" || exit 1; \
    done

# RocketMQ with what refuses whatever rocketmq/rights.json does not allow.
FROM apache/rocketmq:5.4.0 AS broker
COPY --from=build /build/rocketmq/target/broker-authorization.jar ${ROCKETMQ_HOME}/lib/

FROM eclipse-temurin:25-jre
# By number, so that an orchestrator sees that it is not root. /data is the module's own; a volume that is mounted there is then too.
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --home-dir /nonexistent app \
    && install -d -o app -g app /data
WORKDIR /app
ARG MODULE
COPY --from=build /modules/${MODULE}/dependencies/ ./
COPY --from=build /modules/${MODULE}/snapshot-dependencies/ ./
COPY --from=build /modules/${MODULE}/application/ ./
USER 10001:10001
# Half of the container's memory is heap; the rest is for classes, code, threads and network buffers. Out of memory, it ends and is
# started again, rather than live on with whichever thread died. Exec form: SIGTERM reaches the JVM. More flags: JDK_JAVA_OPTIONS.
# RocketMQ's netty is of a line that still uses sun.misc.Unsafe, which Java would otherwise warn of at every start.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow", \
            "-jar", "application.jar"]
